//! The program `pursuant`: everything is in the library.

fn main() -> std::process::ExitCode {
    pursuant::cli::main()
}
