//! The program `pursuant`.

fn main() {}
