package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"opsledger/storage/disk"
)

// attemptsName is the file of failures, beside the slots. It holds no secret.
const attemptsName = "vault.tries"

// Failures in a row that are let pass, and how long is waited from then on: twice as long after each further one.
const (
	freeFailures = 5
	firstWait    = 10 * time.Minute
	longestWait  = 24 * time.Hour
)

// WaitError means that a slot may not be tried yet: its secret was wrong too often.
type WaitError struct {
	Failures int
	Left     time.Duration
}

func (e *WaitError) Error() string {
	return fmt.Sprintf("wrong %d times in a row, %v to wait", e.Failures, e.Left)
}

// failed is how often a slot's secret was wrong in a row, and when last by this machine's clock.
type failed struct {
	Times int       `json:"times"`
	Last  time.Time `json:"last"`
}

// attempts are the failures by slot.
type attempts map[string]failed

func tried(s *slot) string { return fmt.Sprintf("%d/%s", s.Kind, s.Name) }

// attempts reads the file. One that can't be made out counts as the last failure let pass, just now, for every slot.
func (o Folder) attempts(s *slot, now time.Time) (attempts, error) {
	raw, err := disk.ReadFile(disk.Or(o.Disk), filepath.Join(o.Dir, attemptsName))
	if errors.Is(err, fs.ErrNotExist) {
		return attempts{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading failed attempts: %w", err)
	}
	var a attempts
	if err := json.Unmarshal(raw, &a); err != nil || a == nil {
		a = attempts{tried(s): {freeFailures, now}}
		return a, o.keepAttempts(a)
	}
	return a, nil
}

func (o Folder) keepAttempts(a attempts) error {
	path := filepath.Join(o.Dir, attemptsName)
	if len(a) == 0 {
		if err := disk.Or(o.Disk).Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forgetting failed attempts: %w", err)
		}
		return nil
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("keeping failed attempts: %w", err)
	}
	if err := disk.Replace(disk.Or(o.Disk), path, raw); err != nil {
		return fmt.Errorf("keeping failed attempts: %w", err)
	}
	return nil
}

// wait says how long a slot must rest. Where the clock stands before the last failure it was set back: the wait begins
// anew.
func (o Folder) wait(s *slot, a attempts, now time.Time) error {
	f := a[tried(s)]
	if f.Times < freeFailures {
		return nil
	}
	if now.Before(f.Last) {
		f.Last = now
		a[tried(s)] = f
		if err := o.keepAttempts(a); err != nil {
			return err
		}
	}
	if left := f.Last.Add(waitAfter(f.Times)).Sub(now); left > 0 {
		return &WaitError{Failures: f.Times, Left: left}
	}
	return nil
}

func waitAfter(failures int) time.Duration {
	d := firstWait
	for range failures - freeFailures {
		if d *= 2; d >= longestWait {
			return longestWait
		}
	}
	return d
}

// forgetFailures lets a slot with a new secret be tried at once: the guesses were at the one before.
func (u *Unlocked) forgetFailures(name string, kind Kind) error {
	o, s := Folder{Dir: u.dir, Disk: u.disk}, &slot{Slot: Slot{Name: name, Kind: kind}}
	a, err := o.attempts(s, time.Time{})
	if err != nil || len(a) == 0 {
		return err
	}
	delete(a, tried(s))
	return o.keepAttempts(a)
}

// try tries a secret on a slot. A failure is on the disk before it is told, so that ending the program forgets none.
func (o Folder) try(k *keyFile, s *slot, secret []byte) (*Unlocked, error) {
	if o.Now == nil {
		return o.unlock(k, s, secret)
	}
	now := o.Now().UTC()
	a, err := o.attempts(s, now)
	if err != nil {
		return nil, err
	}
	if err := o.wait(s, a, now); err != nil {
		return nil, err
	}
	u, err := o.unlock(k, s, secret)
	switch f, before := a[tried(s)]; {
	case errors.Is(err, ErrWrongPassword):
		a[tried(s)] = failed{f.Times + 1, now}
		if kept := o.keepAttempts(a); kept != nil {
			return nil, kept
		}
	case err == nil && before:
		delete(a, tried(s))
		if err := o.keepAttempts(a); err != nil {
			u.Close()
			return nil, err
		}
	}
	return u, err
}
