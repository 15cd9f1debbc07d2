//! Definitions as they stood in a git revision: the only use of another program.
//!
//! Files are read as the blobs that git stores: no checkout, so no filter, no hook, no text conversion and no merge
//! driver of the repository runs, and nothing is fetched. A revision is looked up once; every file comes from that
//! commit.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::check::{FileFault, Files, Loaded, load};
use crate::text::visible::visible;

/// The largest file that is read, in bytes; the checker knows the limit of each kind.
const LARGEST: u64 = 16 << 20;
/// How much of git's other answers is read.
const MOST_SAID: u64 = 1 << 20;

/// Why a definition cannot be read from a revision.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// git cannot be started.
    #[error("--base needs git, which cannot be started: {0}")]
    NoGit(String),
    /// The folder is in no repository, or git will not read it.
    #[error("{} is in no git repository that can be read ({said})", visible(folder))]
    NoRepository {
        /// The folder.
        folder: String,
        /// git's first line about it.
        said: String,
    },
    /// A revision is never a flag.
    #[error("`{}` is no revision: it begins with a `-`", visible(.0))]
    Flag(String),
    /// There is no such revision.
    #[error("there is no revision `{}` here; `git branch --all` and `git log` list what there is, and in a shallow clone `git fetch --depth 1 origin main:refs/remotes/origin/main` brings `origin/main`", visible(.0))]
    NoRevision(String),
    /// The main file is not in the revision.
    #[error("{} is not in `{}`: everything in it is new", visible(path), visible(revision))]
    NoFile {
        /// The file.
        path: String,
        /// The revision.
        revision: String,
    },
    /// The main file can be read no way.
    #[error("{} in `{}` cannot be read: {reason}", visible(path), visible(revision))]
    Unreadable {
        /// The file.
        path: String,
        /// The revision.
        revision: String,
        /// Why.
        reason: &'static str,
    },
}

/// Reads a definition, with all that it includes, as it stood in a revision.
///
/// # Errors
/// When git, the repository, the revision or the main file is not there.
pub fn definition_at(path: &Path, revision: &str) -> Result<Loaded, GitError> {
    if revision.starts_with('-') {
        return Err(GitError::Flag(revision.to_owned()));
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    let shown = path.display().to_string();
    let unreadable =
        |reason| GitError::Unreadable { path: shown.clone(), revision: revision.to_owned(), reason };
    let commit = Commit::find(folder, revision)?;
    let name = path.file_name().and_then(OsStr::to_str).ok_or_else(|| unreadable("its name is no text"))?;
    let bytes = commit.read(name).map_err(|fault| match fault {
        FileFault::NotFound => GitError::NoFile { path: shown.clone(), revision: revision.to_owned() },
        FileFault::Link => unreadable("it is a link"),
        FileFault::NotAFile => unreadable("it is no file"),
        FileFault::TooLarge => unreadable("it is too large"),
        FileFault::Unreadable(_) => unreadable("git does not give it"),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is no UTF-8 text"))?;
    Ok(load(&shown, text, &commit))
}

/// A commit, seen from the folder of a definition.
struct Commit {
    folder: PathBuf,
    /// The folder's path from the repository's root, with a `/` at its end, or empty.
    prefix: String,
    /// The commit's full name.
    hash: String,
}

impl Commit {
    fn find(folder: PathBuf, revision: &str) -> Result<Self, GitError> {
        let answer = ask(&folder, &["rev-parse", "--show-prefix"], MOST_SAID).map_err(GitError::NoGit)?;
        let no_repository = |said: &[u8]| GitError::NoRepository {
            folder: folder.display().to_string(),
            said: visible(String::from_utf8_lossy(said).lines().next().unwrap_or("git says nothing"))
                .to_string(),
        };
        if !answer.is_well {
            return Err(no_repository(&answer.said));
        }
        let prefix = String::from_utf8(answer.bytes).map_err(|_| no_repository(b"its path is no text"))?;
        let prefix = prefix.trim_end_matches(['\n', '\r']).to_owned();
        let commit = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let answer = ask(&folder, &arguments, MOST_SAID).map_err(GitError::NoGit)?;
        let hash = String::from_utf8_lossy(&answer.bytes).trim().to_owned();
        let is_hash = hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !answer.is_well || !is_hash {
            return Err(GitError::NoRevision(revision.to_owned()));
        }
        Ok(Commit { folder, prefix, hash })
    }

    /// The mode and the object of a path below the repository's root.
    fn entry(&self, path: &str) -> Result<(String, String), FileFault> {
        let fault = |reason: &str| FileFault::Unreadable(reason.to_owned());
        let answer = ask(&self.folder, &["ls-tree", "-z", "--full-tree", &self.hash, "--", path], MOST_SAID);
        let answer = answer.map_err(|_| fault("git cannot be started"))?;
        if !answer.is_well {
            return Err(fault("git does not give it"));
        }
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        let line = text.split('\0').find(|line| line.split_once('\t').is_some_and(|(_, name)| name == path));
        let mut words = line.ok_or(FileFault::NotFound)?.split([' ', '\t']);
        match (words.next(), words.next(), words.next()) {
            (Some(mode), Some(_), Some(object)) => Ok((mode.to_owned(), object.to_owned())),
            (_, _, _) => Err(FileFault::NotFound),
        }
    }
}

impl Files for Commit {
    /// As on disk, no link is followed on the way, and only plain files are read.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        let mut whole = self.prefix.clone();
        let parts: Vec<&str> = path.split('/').collect();
        for (index, part) in parts.iter().enumerate() {
            whole.push_str(part);
            let (mode, object) = self.entry(&whole)?;
            let last = index + 1 == parts.len();
            match (mode.as_str(), last) {
                ("120000", _) => return Err(FileFault::Link),
                ("100644" | "100755" | "100664", true) => {
                    let answer = ask(&self.folder, &["cat-file", "blob", &object], LARGEST + 1);
                    let answer = answer.map_err(FileFault::Unreadable)?;
                    if answer.bytes.len() as u64 > LARGEST {
                        return Err(FileFault::TooLarge);
                    }
                    if !answer.is_well {
                        return Err(FileFault::Unreadable("git does not give it".to_owned()));
                    }
                    return Ok(answer.bytes);
                }
                ("040000", false) => whole.push('/'),
                (_, _) => return Err(FileFault::NotAFile),
            }
        }
        Err(FileFault::NotFound)
    }
}

/// What git answered.
struct Answer {
    is_well: bool,
    bytes: Vec<u8>,
    said: Vec<u8>,
}

/// Asks git, and reads at most `most` bytes of its answer.
fn ask(folder: &Path, arguments: &[&str], most: u64) -> Result<Answer, String> {
    let mut command = Command::new("git");
    // What the environment says of git may name programs to run, files to write, or another repository.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().to_uppercase().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("LC_ALL", "C")
        .args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(["-c", "protocol.allow=never", "-c", "core.quotePath=false"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let plain = |error: std::io::Error| crate::records::error::plain(&error);
    let mut child = command.spawn().map_err(plain)?;
    let mut errors = child.stderr.take();
    // Read beside the answer: a full pipe would make git wait for ever.
    let listener = std::thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(errors) = &mut errors {
            let _ = errors.by_ref().take(1 << 16).read_to_end(&mut said);
            let _ = std::io::copy(errors, &mut std::io::sink());
        }
        said
    });
    let mut bytes = Vec::new();
    let read = match child.stdout.take() {
        Some(out) => out.take(most).read_to_end(&mut bytes).map(|_| ()),
        None => Ok(()),
    };
    // Nobody reads the rest: a git that still writes ends.
    if bytes.len() as u64 >= most {
        let _ = child.kill();
    }
    let status = child.wait().map_err(plain)?;
    let said = listener.join().unwrap_or_default();
    read.map_err(plain)?;
    Ok(Answer { is_well: status.success(), bytes, said })
}
