// Package bench compares the vault with a plain file and with other encrypting file systems for SQLite, on the same
// work in the same run. It is a module of its own, so that what it compares with is no part of the program.
package bench
