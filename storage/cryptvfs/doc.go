// Package cryptvfs is the encrypting layer under SQLite: a VFS whose files hold nothing readable and in which no
// page can be changed, moved or zeroed unnoticed. It knows bytes only and imports storage/disk only.
//
// Every page of the main file is sealed by XChaCha20-Poly1305 under a fresh random nonce, bound to the file's salt
// and the page's number; the write-ahead log's frames are sealed likewise, bound to their place and to the log's
// own salt. Rollback journals are refused on a vault. Temporary files are AES-XTS under a key of the process.
// The wal-index and all locks live in memory: the caller must hold an exclusive process lock (storage/lock).
//
// What authentication of pages can't show is an older state put back whole; see docs/security.md.
package cryptvfs
