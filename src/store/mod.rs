//! The only place with SQL. `schema.sql` is the whole current schema; `text` and `event` are what can't be made again.
