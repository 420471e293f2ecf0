package storage

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"opsledger/app/ledger"
)

// maxParsed bounds the parsed commits kept, by the bytes they were read from. One record after another of an import asks for the same
// few large ones; a record of many steps asks for all of its small ones at each step.
const maxParsed = 6 << 20

// parsed are the commits parsed last, the latest first. They are named by their hash, so a commit that was never
// kept can't be taken for another.
type parsed struct {
	mu   sync.Mutex
	list list.List // of *ledger.Sealed
	at   map[ledger.Hash]*list.Element
	size int
}

// get gives a commit and puts it first; nil where it is not kept.
func (p *parsed) get(h ledger.Hash) *ledger.Sealed {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.at[h]
	if e == nil {
		return nil
	}
	p.list.MoveToFront(e)
	return e.Value.(*ledger.Sealed)
}

// put keeps a commit; those asked for longest ago go.
func (p *parsed) put(s *ledger.Sealed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at[s.Hash] != nil {
		return
	}
	if p.at == nil {
		p.at = map[ledger.Hash]*list.Element{}
	}
	p.at[s.Hash] = p.list.PushFront(s)
	for p.size += len(s.Bytes); p.size > maxParsed && p.list.Len() > 1; {
		old := p.list.Remove(p.list.Back()).(*ledger.Sealed)
		p.size -= len(old.Bytes)
		delete(p.at, old.Hash)
	}
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
