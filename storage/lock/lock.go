// Package lock keeps a store to one process at a time: a lock of the operating system on a file in the folder, and
// beside it who holds it and since when. It knows a folder only and imports nothing of this program.
package lock

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	fileName   = "store.lock"
	holderName = "store.holder"
	poll       = 100 * time.Millisecond
)

// Holder says who holds a store.
type Holder struct {
	Process int       `json:"process"`
	Program string    `json:"program"` // window or opsctl
	Since   time.Time `json:"since"`
}

// InUseError means another process holds the store.
type InUseError struct{ Holder Holder }

func (e *InUseError) Error() string {
	return fmt.Sprintf("store is held by process %d since %s", e.Holder.Process, e.Holder.Since.Format(time.RFC3339))
}

// ErrNetworkDrive means the folder lies on another machine: its locks can't be trusted.
var ErrNetworkDrive = errors.New("folder is on a network drive")

// Lock is held until Release or the end of the process.
type Lock struct {
	file *os.File
	dir  string
}

var errBusy = errors.New("locked by another process")

// Acquire takes the lock, waiting as long as wait. It returns *InUseError when another keeps it.
func Acquire(ctx context.Context, dir string, h Holder, wait time.Duration) (*Lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, fileName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking store: %w", err)
	}
	if err := waitFor(ctx, f, wait); err != nil {
		f.Close()
		if errors.Is(err, errBusy) {
			return nil, &InUseError{Holder: read(dir)}
		}
		return nil, fmt.Errorf("locking store: %w", err)
	}
	l := &Lock{file: f, dir: dir}
	if err := l.sign(h); err != nil {
		l.Release()
		return nil, err
	}
	return l, nil
}

func waitFor(ctx context.Context, f *os.File, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		err := tryLock(f)
		if !errors.Is(err, errBusy) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

func (l *Lock) sign(h Holder) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("locking store: %w", err)
	}
	if err := os.WriteFile(filepath.Join(l.dir, holderName), raw, 0o600); err != nil {
		return fmt.Errorf("locking store: %w", err)
	}
	return nil
}

func read(dir string) Holder {
	var h Holder
	if raw, err := os.ReadFile(filepath.Join(dir, holderName)); err == nil {
		json.Unmarshal(raw, &h) // half-written: who holds it is then unknown, that it is held is not
	}
	return h
}

// Release gives the store back.
func (l *Lock) Release() error {
	os.Remove(filepath.Join(l.dir, holderName)) // one that stays, as under a reader on Windows, is written over by the next
	return errors.Join(unlock(l.file), l.file.Close())
}
