package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// The search index takes what is written as pieces, and a search asks each of them. A large import leaves several. Putting them
// together at once would make it longer, so that is done afterwards, a little at a time.

// tidyPages is how much of the search index one step puts together, in its pages of 4 KB: less than a tenth of a second.
const tidyPages = 250

// An index is scattered where what lies outside its largest piece is more than such a part of that piece, and more than so many pages:
// putting it together reads and writes all of it, which what came since must be worth.
const (
	scatteredPart  = 8
	scatteredPages = 64
)

// Tidy implements app.Store.
func (s *Store) Tidy(ctx context.Context) (more bool, err error) {
	if err := s.life.begin(); err != nil {
		return false, err
	}
	defer s.life.leave()
	s.mu.Lock()
	defer s.mu.Unlock()
	tx, err := begin(ctx, s.writer)
	if err != nil {
		return false, s.fs.Explain(fmt.Errorf("tidying: %w", err))
	}
	w := &writer{reader: reader{s: s, tx: tx}, ctx: context.WithoutCancel(ctx)}
	more, err = w.tidy()
	if err == nil {
		err = s.conclude(tx)
	} else {
		tx.Rollback()
	}
	if err != nil {
		return false, s.fs.Explain(fmt.Errorf("tidying: %w", err))
	}
	return more, nil
}

func (w *writer) tidy() (more bool, err error) {
	p, err := w.pieces()
	if err != nil || !p.merging && !p.scattered() {
		return false, err
	}
	pages := tidyPages // goes on with what was begun
	if !p.merging {
		pages = -tidyPages // begins with all there is
	}
	if err := w.exec("INSERT INTO search (search, rank) VALUES ('merge', ?)", pages); err != nil {
		return false, err
	}
	after, err := w.pieces()
	moved := !slices.Equal(after.pages, p.pages) // a step that moves nothing would be followed by others without end
	return moved && (after.merging || after.scattered()), err
}

// pieces are what the search index lies in.
type pieces struct {
	pages   []int // of each
	merging bool  // some of them are being put together
}

func (p pieces) scattered() bool {
	largest, all := 0, 0
	for _, n := range p.pages {
		largest, all = max(largest, n), all+n
	}
	return all-largest > max(scatteredPages, largest/scatteredPart)
}

// searchPieces is where FTS5 keeps its list of pieces, in a form that is part of SQLite's file format: a cookie of 4 bytes; how many levels,
// pieces and writes; for each level how many of its pieces are being merged and how many it has, and of each its number, its
// first page and its last.
const searchPieces = "SELECT block FROM search_data WHERE id = 10"

var errPieces = errors.New("the search index's list of pieces is not understood")

// newerPieces begins, behind the cookie, the list of an index that has options this one has not.
const newerPieces = 0xff

func (r *reader) pieces() (p pieces, err error) {
	var block []byte
	if err := r.tx.QueryRow(searchPieces).Scan(&block); err != nil {
		return p, err
	}
	if len(block) < 5 || block[4] == newerPieces {
		return p, errPieces
	}
	list := numbers{rest: block[4:]}
	levels := list.next()
	list.next()
	list.next()
	for ; levels > 0 && !list.bad; levels-- {
		p.merging = list.next() > 0 || p.merging
		for n := list.next(); n > 0 && !list.bad; n-- {
			list.next()
			first := list.next()
			p.pages = append(p.pages, list.next()-first+1)
		}
	}
	if list.bad || len(list.rest) > 0 {
		return pieces{}, errPieces
	}
	return p, nil
}

// numbers reads SQLite's numbers of varying length, as far as an int holds them: seven bits a byte, the highest first.
type numbers struct {
	rest []byte
	bad  bool
}

// next is 0 where none is left.
func (l *numbers) next() (n int) {
	for i := range min(len(l.rest), 8) {
		n = n<<7 | int(l.rest[i]&0x7F)
		if l.rest[i] < 0x80 {
			l.rest = l.rest[i+1:]
			return n
		}
	}
	l.rest, l.bad = nil, true
	return 0
}
