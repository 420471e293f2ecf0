package vault

import "crypto/rand"

// A data key is changed in three writes, each whole or not at all: the slots get the next key beside the present
// one; the store is written anew under the next key and put in place; the next key becomes the present one. Where
// the program ends in between, the next opening finds Next and asks the store which key it is under.

// BeginRekey gives every active slot a next data key and returns it.
func (u *Unlocked) BeginRekey() (*[32]byte, error) {
	var next [32]byte
	rand.Read(next[:])
	err := u.change(func() (err error) {
		for _, s := range u.file.slots {
			if s.State != Active {
				continue
			}
			if s.next, err = s.seal(u.file.id, next); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	u.keys.next, u.keys.pending = next, true
	return &u.keys.next, nil
}

// Next is the data key a change was under way to; nil where none was.
func (u *Unlocked) Next() *[32]byte {
	if !u.keys.pending {
		return nil
	}
	return &u.keys.next
}

// EndRekey makes the next key the present one, or forgets it. Accounts switched off keep no way to the new key.
func (u *Unlocked) EndRekey(changed bool) error {
	before := u.keys
	if changed {
		u.keys.data = u.keys.next
	}
	u.keys.next, u.keys.pending = [32]byte{}, false
	err := u.change(func() error {
		for _, s := range u.file.slots {
			if changed {
				s.data = s.next
			}
			s.next = [dataSize]byte{}
		}
		return nil
	})
	if err != nil {
		u.keys = before
	}
	return err
}
