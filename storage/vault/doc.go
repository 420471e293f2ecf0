// Package vault owns the key slots beside an encrypted store: one for each account, one for the paper recovery key,
// room for an escrow of the information center. Each wraps the store's random data key, and an account's also its
// signing seed, under Argon2id. It knows bytes only and imports storage/disk only.
//
// A slot carries an unkeyed SHA-256, so that a damaged slot is told from a wrong password; all slots together
// carry an HMAC under the data key, so that none can be exchanged for an older one by itself. The file is replaced
// by write, sync, rename; no copy of the file before is kept, since an old slot revives an old password.
package vault
