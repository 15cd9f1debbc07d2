//! `--base REV`: what git stores is read, and nothing that a repository plants is run.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{BASE, text, uld};

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let output = command
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
}

/// A repository with a definition in a folder, and that definition changed in the work tree.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let leads = folder.path().join("sales/leads");
    fs::create_dir_all(&leads).unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    fs::write(leads.join("lead.uld"), format!("{BASE}include \"more/lists.uld\"\n")).unwrap();
    fs::create_dir(leads.join("more")).unwrap();
    fs::write(
        leads.join("more/lists.uld"),
        "list rivals from \"rivals.txt\"\ncriterion rival when country is one of rivals\n",
    )
    .unwrap();
    fs::write(leads.join("more/rivals.txt"), "Acme\n").unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "--quiet", "-m", "first"]);
    fs::write(
        leads.join("lead.uld"),
        format!("{}include \"more/lists.uld\"\n", BASE.replace("at least 200", "at least 500")),
    )
    .unwrap();
    fs::write(leads.join("more/rivals.txt"), "Acme\nGlobex\n").unwrap();
    folder
}

#[test]
fn a_definition_is_compared_with_its_revision() {
    let folder = repository();
    for (at, path) in [("", "sales/leads/lead.uld"), ("sales", "leads/lead.uld"), ("sales/leads", "lead.uld")]
    {
        let run = |arguments: &[&str]| uld(&folder.path().join(at), arguments);
        let out = run(&["diff", "--base", "main", path]);
        let said = text(&out.stdout);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        assert!(said.contains("at least 500 instead of"), "{said}");
        assert!(said.contains("Globex"), "lists come from the same revision: {said}");
        let out = run(&["check", "--base", "HEAD", "--message-format", "short", path]);
        assert_eq!(out.status.code(), Some(1));
        assert!(text(&out.stderr).contains("C805"), "{}", text(&out.stderr));
    }
    // What only reads otherwise needs no new version.
    let path = folder.path().join("sales/leads/lead.uld");
    fs::write(&path, format!("# hello\n{BASE}include \"more/lists.uld\"\n")).unwrap();
    fs::write(folder.path().join("sales/leads/more/rivals.txt"), "Acme\n").unwrap();
    let out = uld(folder.path(), &["check", "--base", "HEAD", "sales/leads/lead.uld"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
}

#[test]
fn what_is_not_there_is_said() {
    let folder = repository();
    let ends = |at: &Path, arguments: &[&str]| {
        let out = uld(at, arguments);
        (out.status.code().unwrap(), text(&out.stderr))
    };
    let (code, said) = ends(folder.path(), &["diff", "--base", "no-such-branch", "sales/leads/lead.uld"]);
    assert!(code == 3 && said.contains("no revision `no-such-branch`"), "{said}");
    let (code, said) = ends(folder.path(), &["diff", "--base=--output=x", "sales/leads/lead.uld"]);
    assert!(code == 2 && said.contains("begins with a `-`"), "{said}");
    assert!(!folder.path().join("x").exists());
    fs::write(folder.path().join("new.uld"), BASE).unwrap();
    let (code, said) = ends(folder.path(), &["diff", "--base", "main", "new.uld"]);
    assert!(code == 3 && said.contains("everything in it is new"), "{said}");
    let (code, said) = ends(folder.path(), &["check", "--base", "main", "new.uld"]);
    assert!(code == 0 && said.contains("everything in it is new"), "{said}");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("lead.uld"), BASE).unwrap();
    let (code, said) = ends(outside.path(), &["diff", "--base", "main", "lead.uld"]);
    assert!(code == 3 && said.contains("no git repository"), "{said}");
    let (code, said) = ends(folder.path(), &["diff", "--base", "main", "a.uld", "b.uld"]);
    assert!(code == 2 && said.contains("--base names the old definition"), "{said}");
    let (code, _) = ends(folder.path(), &["diff", "--base", "main", "-"]);
    assert_eq!(code, 2);
    let without = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(["diff", "--base", "main", "sales/leads/lead.uld"])
        .current_dir(folder.path())
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(without.status.code(), Some(3));
    assert!(text(&without.stderr).contains("needs git"), "{}", text(&without.stderr));
}

/// Hooks, filters, text conversions, an external diff, a file system monitor and an SSH command, each of which would
/// leave a trace.
#[cfg(unix)]
#[test]
fn nothing_planted_is_run() {
    use std::os::unix::fs::PermissionsExt;

    let folder = repository();
    let trace = folder.path().join("trace");
    let script = folder.path().join("script.sh");
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", trace.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let shown = script.display().to_string();
    for hook in
        ["pre-commit", "post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"]
    {
        let path = folder.path().join(".git/hooks").join(hook);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(&script, &path).unwrap();
    }
    for (key, value) in [
        ("core.fsmonitor", shown.as_str()),
        ("filter.planted.clean", &shown),
        ("filter.planted.smudge", &shown),
        ("diff.planted.textconv", &shown),
        ("diff.planted.command", &shown),
        ("diff.external", &shown),
        ("core.pager", &shown),
        ("core.sshCommand", &shown),
        ("core.askPass", &shown),
        ("core.editor", &shown),
        ("uploadpack.packObjectsHook", &shown),
        ("alias.ls-tree", &format!("!{shown}")),
        ("alias.cat-file", &format!("!{shown}")),
        ("remote.origin.url", "ext::sh -c true"),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
    ] {
        git(folder.path(), &["config", key, value]);
    }
    fs::write(folder.path().join(".gitattributes"), "*.uld filter=planted diff=planted\n").unwrap();
    let _ = fs::remove_file(&trace);
    let out = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(["diff", "--base", "main", "sales/leads/lead.uld"])
        .current_dir(folder.path())
        .env("GIT_EXTERNAL_DIFF", &script)
        .env("GIT_SSH_COMMAND", &script)
        .env("GIT_PAGER", &script)
        .env("GIT_ASKPASS", &script)
        .env("GIT_DIR", "/nowhere")
        .env("GIT_TRACE", folder.path().join("traced"))
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("at least 500"));
    assert!(!trace.exists(), "{}", fs::read_to_string(&trace).unwrap());
    assert!(!folder.path().join("traced").exists());
    // The harness sees what it should: git itself runs the filter.
    git(folder.path(), &["add", "sales/leads/lead.uld"]);
    assert!(trace.exists());
}

/// Links of a revision are no files, whether or not they lead anywhere.
#[cfg(unix)]
#[test]
fn links_of_a_revision_are_refused() {
    let folder = repository();
    let leads = folder.path().join("sales/leads");
    fs::remove_file(leads.join("more/rivals.txt")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", leads.join("more/rivals.txt")).unwrap();
    fs::create_dir(folder.path().join("secret")).unwrap();
    fs::write(folder.path().join("secret/main.uld"), BASE).unwrap();
    std::os::unix::fs::symlink("secret/main.uld", folder.path().join("link.uld")).unwrap();
    std::os::unix::fs::symlink("secret", folder.path().join("linked")).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "--quiet", "-m", "links"]);
    let run = |path: &str| {
        let out = uld(folder.path(), &["diff", "--base", "main", path]);
        (out.status.code().unwrap(), text(&out.stderr))
    };
    let (code, said) = run("link.uld");
    assert!(code == 3 && said.contains("it is a link"), "{said}");
    let (code, said) = run("sales/leads/lead.uld");
    assert!(code == 1 && said.contains("link") && !said.contains("root:"), "{said}");
}
