package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"

	"opsledger/app/ledger"
)

// pieceMax is how many bytes of lines a part holds, but for one line more.
const pieceMax = 16 << 20

// load is what an export carries: pieces of feeds, none before what it follows, then attachments. It is read once to be measured, and
// once more to be written; nothing of it is held.
type load struct {
	r        Reader
	progress func(done, total int)
	parts    []ParcelPart
	wanted   []ledger.Hash         // attachments in the order they go
	known    map[ledger.Hash]bool  // those
	blobs    int                   // of those, the ones that go
	feeds    map[ledger.FeedID]int // pieces so far
	commits  int
	entries  int
	poured   int64 // bytes written so far, of total
	total    int64
}

// pack measures what the receivers have not acknowledged.
func pack(ctx context.Context, r Reader, to []peer, progress func(done, total int)) (*load, error) {
	l := &load{r: r, progress: progress, known: map[ledger.Hash]bool{}, feeds: map[ledger.FeedID]int{}}
	var seen [][]ledger.Hash
	for _, k := range to {
		if seen = append(seen, k.heads); len(k.twin) > 0 {
			seen = append(seen, k.twin)
		}
	}
	runs, err := r.Runs(ctx, seen...)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if err := l.run(ctx, run, l.look); err != nil {
			return nil, err
		}
	}
	if err := l.prove(ctx, to, runs); err != nil {
		return nil, err
	}
	for _, k := range to {
		for _, h := range k.wanted {
			l.want(h)
		}
	}
	for _, h := range l.wanted {
		if err := l.blob(ctx, h); err != nil {
			return nil, err
		}
	}
	for _, p := range l.parts {
		l.total += p.Size
	}
	return l, nil
}

// piece is a part being measured.
type piece struct {
	run  Run
	size int64
	sum  hash.Hash
}

// prove adds the last commit of each receiver's own feed, where it does not go anyway. Whoever was put back by an old file learns from
// it that he lost what he signed himself; that the sender says so would prove nothing.
func (l *load) prove(ctx context.Context, to []peer, runs []Run) error {
	for _, k := range to {
		ends, err := l.r.After(ctx, k.feed, 0)
		if err != nil {
			return err
		}
		for _, end := range ends {
			if slices.ContainsFunc(runs, func(r Run) bool { return r.Chain == end.Chain && r.To >= end.To }) {
				continue
			}
			end.From, end.Commits = end.To, 1
			if err := l.run(ctx, end, func([]byte) error { return nil }); err != nil {
				return err
			}
		}
	}
	return nil
}

// run measures a stretch; look is shown each of its commits.
func (l *load) run(ctx context.Context, run Run, look func([]byte) error) error {
	fresh := func(from int64) piece {
		p := piece{run: run, sum: sha256.New()}
		p.run.From, p.run.Commits = from, 0
		return p
	}
	p := fresh(run.From)
	err := l.r.Lines(ctx, run, func(c Outgoing) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.size > 0 && p.size+int64(len(c.Line)) > pieceMax && c.Seq > p.run.To {
			l.close(ctx, p)
			p = fresh(c.Seq)
		}
		p.sum.Write(c.Line)
		p.sum.Write(newline)
		p.size += int64(len(c.Line)) + 1
		p.run.To, p.run.Commits = c.Seq, p.run.Commits+1
		return look(c.Commit)
	})
	if err == nil && p.run.Commits > 0 {
		l.close(ctx, p)
	}
	return err
}

var newline = []byte("\n")

// look counts a commit and finds the attachments it joins.
func (l *load) look(raw []byte) error {
	s, err := ledger.Read(raw)
	if err != nil {
		return err
	}
	l.commits, l.entries = l.commits+1, l.entries+len(s.Entries)
	for _, e := range s.Entries {
		if e.Action == ledger.Attach {
			l.want(ledger.Hash(e.Fields.Text("blob")))
		}
	}
	return nil
}

func (l *load) want(h ledger.Hash) {
	if h.Valid() && !l.known[h] {
		l.wanted, l.known[h] = append(l.wanted, h), true
	}
}

// close makes a part of a piece. The first of a feed has its name, those after it a number too.
func (l *load) close(ctx context.Context, p piece) {
	l.feeds[p.run.Feed]++
	name := "feeds/" + string(p.run.Feed)
	if n := l.feeds[p.run.Feed]; n > 1 {
		name += fmt.Sprintf(".%d", n)
	}
	l.add(name+".jsonl", p.size, hex.EncodeToString(p.sum.Sum(nil)), func(w io.Writer) error {
		return l.r.Lines(ctx, p.run, func(c Outgoing) error {
			_, err := w.Write(append(c.Line, '\n'))
			return err
		})
	})
}

// blob adds an attachment that is here and was not erased.
func (l *load) blob(ctx context.Context, h ledger.Hash) error {
	named, size, err := l.r.Attached(ctx, h)
	if err != nil || !named || size < 0 {
		return err
	}
	l.blobs++
	l.add("blobs/"+string(h), size, string(h), func(w io.Writer) error { return l.r.Blob(ctx, h, w) })
	return nil
}

func (l *load) add(name string, size int64, sum string, pour func(io.Writer) error) {
	l.parts = append(l.parts, ParcelPart{Name: name, Size: size, SHA256: sum, Pour: func(w io.Writer) error { return pour(&metered{w, l}) }})
}

// metered tells the progress of what is written.
type metered struct {
	io.Writer
	l *load
}

func (t *metered) Write(p []byte) (int, error) {
	n, err := t.Writer.Write(p)
	before := t.l.poured >> tellShift
	if t.l.poured += int64(n); t.l.progress != nil && t.l.poured>>tellShift > before {
		t.l.progress(int(t.l.poured>>10), int(t.l.total>>10))
	}
	return n, err
}

// tellShift tells progress each MiB.
const tellShift = 20

// partCost is what the archive and the manifest need for a part beside its bytes, at most.
const partCost = 1536

// files spreads the parts over files that are no larger than size, in their order. Compression is not counted on: scans and photographs
// have none.
func (l *load) files(size int64) (out [][]ParcelPart) {
	room := size - size>>8 // for what encryption adds
	left := int64(-1)
	for _, p := range l.parts {
		if need := p.Size + partCost; left < need {
			out, left = append(out, nil), room
		}
		out[len(out)-1] = append(out[len(out)-1], p)
		left -= p.Size + partCost
	}
	if len(out) == 0 {
		out = append(out, nil) // a receipt alone
	}
	return out
}
