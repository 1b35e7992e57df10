//! Sessions to dates: the built-in calendar (`data/calendar/sessions.csv`, rules of procedure, estimates), a user's own
//! dates over it, and a deadline's words to a window of days.
