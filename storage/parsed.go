package storage

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"opsledger/app/ledger"
)

// maxParsed is how many parsed commits are kept: an import's hold 500 entries each, and one record after another asks
// for the same few.
const maxParsed = 8

// parsed are the commits parsed last, the latest first. They are named by their hash, so a commit that was never
// kept can't be taken for another.
type parsed struct {
	mu   sync.Mutex
	list []*ledger.Sealed
}

// get gives a commit and puts it first; nil where it is not kept.
func (p *parsed) get(h ledger.Hash) *ledger.Sealed {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.list, func(s *ledger.Sealed) bool { return s.Hash == h })
	if i < 0 {
		return nil
	}
	s := p.list[i]
	copy(p.list[1:], p.list[:i])
	p.list[0] = s
	return s
}

func (p *parsed) put(s *ledger.Sealed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = slices.Insert(p.list, 0, s)
	p.list = slices.Clip(p.list[:min(len(p.list), maxParsed)])
}

// commit reads a commit that is placed.
func (r *reader) commit(ctx context.Context, h ledger.Hash) (*ledger.Sealed, error) {
	if s := r.s.parsed.get(h); s != nil {
		return s, nil
	}
	var raw []byte
	if err := r.tx.QueryRowContext(ctx, "SELECT bytes FROM commits WHERE hash = ?", h).Scan(&raw); err != nil {
		return nil, fmt.Errorf("reading commit %s: %w", h.Short(), err)
	}
	s, err := ledger.Read(raw)
	if err == nil && s.Hash != h {
		err = fmt.Errorf("%w: it is not what its hash says", ledger.ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("reading commit %s: %w", h.Short(), err)
	}
	r.s.parsed.put(s)
	return s, nil
}
