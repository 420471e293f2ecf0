package app

import (
	"context"
	"sync"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// At is this session as it would have stood by what was known at a moment: what came later is left out, and it is that
// moment's now. It reads only. Zero: this session.
func (a *App) At(knownAt time.Time) *App {
	if knownAt.IsZero() {
		return a
	}
	var mu sync.Mutex
	seen := past{kinds: a.Kinds, folded: map[string][]*pastRow{}} // stays for the next view
	b := a.looking(func(ctx context.Context, r Reader) (Reader, error) {
		mu.Lock()
		defer mu.Unlock()
		if seen.received == nil {
			was, err := r.Known(ctx, knownAt)
			if err != nil {
				return nil, err
			}
			seen.received = &received{was: was}
		}
		p := seen
		p.Reader = r
		return &p, nil
	})
	if knownAt.Before(a.Now()) {
		b.Now = func() time.Time { return knownAt.In(ledger.Zone) }
	}
	return b
}

// AsOf is this session by the facts dated up to a moment, from all entries it knows. Kinds that say what holds are taken as
// they stand, but for the one named. It reads only. Zero, or a moment that is not past: this session.
func (a *App) AsOf(t time.Time, kind string) *App {
	if t.IsZero() || !t.Before(a.Now()) {
		return a
	}
	return a.looking(func(_ context.Context, r Reader) (Reader, error) {
		p := &past{Reader: r, asOf: t, kind: kind, kinds: a.Kinds, folded: map[string][]*pastRow{}}
		if known, ok := r.(*past); ok {
			p.Reader, p.received = known.Reader, known.received
		}
		return p, nil
	})
}

// past is AsOf where that tells: what a window takes for now is a little past already.
func (a *App) past(t time.Time) *App {
	if !t.Before(a.Now().Add(-time.Minute)) {
		return a
	}
	return a.AsOf(t, "")
}

func (a *App) looking(by func(context.Context, Reader) (Reader, error)) *App {
	b := *a
	b.Store = &pastStore{a.Store, by}
	if b.present == nil {
		b.present = a
	}
	return &b
}

// pastStore is a store looked at otherwise than it stands.
type pastStore struct {
	Store
	by func(context.Context, Reader) (Reader, error)
}

// View implements Store.
func (s *pastStore) View(ctx context.Context, fn func(Reader) error) error {
	return s.Store.View(ctx, func(r Reader) error {
		p, err := s.by(ctx, r)
		if err != nil {
			return err
		}
		return fn(p)
	})
}

// Write implements Store: nothing is written in the past.
func (s *pastStore) Write(context.Context, func(Writer) error) error {
	return fault.New(fault.Usage, "按 --as-of、--known-at 只能查看，不能办理")
}
