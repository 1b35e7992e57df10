//! Rows to people: one neutral report, one exporter a format, bytes out.
