//! The commands, one file each, thin. The only place with a clock, an environment and a terminal.
