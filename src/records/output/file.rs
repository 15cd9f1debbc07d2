//! A file that is there whole or not at all: written beside its target, then renamed over it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::super::error::RecordsError;

/// A target that is being written. Dropped before [`Target::finish`], it leaves what was there.
#[derive(Debug)]
pub struct Target {
    name: String,
    out: Out,
}

#[derive(Debug)]
enum Out {
    /// A regular file, or a new one.
    Beside(BufWriter<NamedTempFile>, PathBuf),
    /// A device or pipe, which can't be replaced.
    Through(BufWriter<File>),
}

impl Target {
    /// Begins to write to `path`. A link is followed within its folder only; a file that was there keeps its mode.
    ///
    /// # Errors
    /// When the folder can't be written to, `path` is a folder, or a link leads out of its folder.
    pub fn create(path: &Path) -> Result<Self, RecordsError> {
        let name = path.display().to_string();
        let failed = |source| RecordsError::Write { path: path.display().to_string(), source };
        let before = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return Ok(Target { name, out: Out::Through(BufWriter::with_capacity(1 << 18, file)) });
        }
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            Some(_) | None => PathBuf::from("."),
        };
        let goal = if is_link {
            let elsewhere = || RecordsError::LinkElsewhere { path: path.display().to_string() };
            // A link to nothing can't be followed safely either.
            let goal = fs::canonicalize(path).map_err(|_| elsewhere())?;
            if goal.parent() != Some(fs::canonicalize(&folder).map_err(failed)?.as_path()) {
                return Err(elsewhere());
            }
            goal
        } else {
            path.to_owned()
        };
        let mut builder = Builder::new();
        builder.prefix(".uld-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program would create it: the umask takes its share.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // Its own words name the temporary file, which differs from run to run and is nobody's concern.
        let file = builder.tempfile_in(&folder).map_err(|error| failed(io::Error::from(error.kind())))?;
        if let Some(before) = before {
            file.as_file().set_permissions(before.permissions()).map_err(failed)?;
        }
        Ok(Target { name, out: Out::Beside(BufWriter::with_capacity(1 << 18, file), goal) })
    }

    /// Puts what was written in the target's place, safely on disk.
    ///
    /// # Errors
    /// When it can't be written; the target is then as it was.
    pub fn finish(self) -> Result<(), RecordsError> {
        let name = self.name;
        let failed = |source| RecordsError::Write { path: name.clone(), source };
        match self.out {
            Out::Through(mut out) => out.flush().map_err(failed),
            Out::Beside(out, goal) => {
                let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
                file.as_file().sync_all().map_err(failed)?;
                file.persist(&goal).map_err(|error| failed(error.error))?;
                // The rename itself; not every file system lets a folder be synced.
                if let Some(folder) = goal.parent() {
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    if let Ok(folder) = File::open(folder) {
                        let _ = folder.sync_all();
                    }
                }
                Ok(())
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::Beside(out, _) => out.write(bytes),
            Out::Through(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Beside(out, _) => out.flush(),
            Out::Through(out) => out.flush(),
        }
    }
}

/// Writes a text as a whole file: after a kill there is the old file or the new one.
///
/// # Errors
/// When the file cannot be written.
pub fn write_whole(path: &Path, text: &str) -> Result<(), RecordsError> {
    let mut target = Target::create(path)?;
    target
        .write_all(text.as_bytes())
        .map_err(|source| RecordsError::Write { path: path.display().to_string(), source })?;
    target.finish()
}
