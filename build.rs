//! Tells the tests whether the shared corpus lies beside the project: `cfg(corpus)`.
//! Tests that need it are `#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]`.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    println!("cargo::rerun-if-changed=../shared/corpus/README.md");
    println!("cargo::rerun-if-changed=build.rs");
    if std::path::Path::new("../shared/corpus/README.md").exists() {
        println!("cargo::rustc-cfg=corpus");
    }
}
