package boot

import (
	"errors"
	"os"
	"path/filepath"

	"opsledger/app/fault"
	"opsledger/storage"
	"opsledger/storage/lock"
	"opsledger/storage/vault"
)

// AccountNames are the accounts of a store that are in use, as its key slots name them without a password; none where they
// can't be read.
func AccountNames(dir string) (out []string) {
	slots, _ := vault.List(dir) // damaged ones are told when the store is opened
	for _, s := range slots {
		if s.Kind == vault.Account && s.State == vault.Active {
			out = append(out, s.Name)
		}
	}
	return out
}

// inFolder is the folder made for a store in one that holds other things.
const inFolder = "运维台账"

// Choose says where a store lies that is to be in a folder: the folder itself where it holds a store or nothing, else one in
// it. A folder on a network drive is refused.
func Choose(dir string) (string, error) {
	if err := lock.Local(dir); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return "", fault.New(fault.FileRead, dir, reason(err)).Because(err)
		}
		return "", explain(err, dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fault.New(fault.FileRead, dir, reason(err)).Because(err)
	}
	if _, err := os.Stat(filepath.Join(dir, storage.FileName)); err == nil || len(entries) == 0 {
		return dir, nil
	}
	return filepath.Join(dir, inFolder), nil
}
