//! One resolution to the next: which follows which, what answered a request, what was renewed, amended, not repeated.
