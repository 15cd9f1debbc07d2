//! Records judged by both definitions.
