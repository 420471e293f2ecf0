package storage

import (
	"errors"

	"opsledger/app/ledger"
)

// waiting are the held commits by what each waits for first, so that a commit that comes is asked for those that waited for it, and
// not all that wait for anything.
type waiting struct {
	by   map[ledger.Hash][]ledger.Hash
	old  map[ledger.Hash]bool // held since before this transaction
	came []ledger.Hash        // placed or found invalid, and not yet asked for
}

// aCertificate stands for what a commit waits for whose parents are all here: its signer's certificate.
const aCertificate = ledger.Hash("")

func (h *waiting) add(what, who ledger.Hash) { h.by[what] = append(h.by[what], who) }

func (h *waiting) come(what ledger.Hash) {
	if len(h.by[what]) > 0 {
		h.came = append(h.came, what)
	}
}

func (w *writer) missing(s *ledger.Sealed) ledger.Hash {
	for _, h := range append([]ledger.Hash{s.Prev}, s.After...) {
		if h != "" && w.s.graph.Node(h) == nil {
			return h
		}
	}
	return aCertificate
}

// heldCommits says twice what it wants: the index on the few that are not placed is only used where its condition stands.
const heldCommits = "SELECT hash, bytes FROM commits WHERE status <> 'placed' AND status = 'held' ORDER BY id"

func (w *writer) loadWaiting() error {
	if w.waiting != nil {
		return nil
	}
	h := &waiting{by: map[ledger.Hash][]ledger.Hash{}, old: map[ledger.Hash]bool{}}
	rows, err := w.tx.QueryContext(w.ctx, heldCommits)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash ledger.Hash
		var raw []byte
		if err := rows.Scan(&hash, &raw); err != nil {
			return err
		}
		s, err := ledger.Read(raw)
		if err != nil {
			return err
		}
		h.add(w.missing(s), hash)
		h.old[hash] = true
	}
	w.waiting = h
	return rows.Err()
}

// release places those that waited for what has come, and those that waited for them.
func (w *writer) release() error {
	for h := w.waiting; len(h.came) > 0; {
		what := h.came[0]
		h.came = h.came[1:]
		who := h.by[what]
		delete(h.by, what)
		for _, hash := range who {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			if err := w.retry(hash); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) retry(hash ledger.Hash) error {
	s, _, err := w.Commit(w.ctx, hash)
	if err != nil {
		return err
	}
	if _, err := w.place(s); errors.Is(err, ledger.ErrWaiting) {
		w.waiting.add(w.missing(s), hash)
		return nil
	}
	for _, q := range []string{"DELETE FROM personal WHERE commit_id = (SELECT id FROM commits WHERE hash = ?)",
		"DELETE FROM entries WHERE commit_id = (SELECT id FROM commits WHERE hash = ?)", "DELETE FROM commits WHERE hash = ?"} {
		if _, err := w.run(q, hash); err != nil {
			return err
		}
	}
	return w.append(s)
}
