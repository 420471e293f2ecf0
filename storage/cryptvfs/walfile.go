package cryptvfs

import (
	"crypto/cipher"
	"errors"
	"sync"
)

// The write-ahead log as SQLite sees it: a header of 32 bytes, then frames of a 24-byte head and a page. On disk
// each of the three is sealed by itself, since SQLite rewrites heads without their pages.
const (
	logHead, frameHead = 32, 24
	frame              = frameHead + pageSize
	sealedLogHead      = logHead + reserve
	sealedFrameHead    = frameHead + reserve
	sealedFrame        = sealedFrameHead + pageSize
)

// walFile seals the log. The log's own salt, eight bytes of its header that change whenever it begins anew, binds
// the frames, so that frames of an earlier round are worthless.
type walFile struct {
	k       keys
	path    string
	salt    [saltSize]byte
	disk    File
	damaged func(*PageError)
	syncDir func() error
	mu      *sync.Mutex // guards round, which all connections share
	round   *[8]byte

	next  int64           // the frame that follows the highest one this connection has written in this round
	head  [frameHead]byte // its head, where it waits for its page so that both are written at once
	waits bool
}

// piece is one separately sealed part: where SQLite sees it, where it lies, what it is.
type piece struct {
	what       byte
	frame      int64 // -1 for the log's header
	at, length int64 // as SQLite sees it
	disk       int64 // where it lies
}

func pieceAt(off int64) piece {
	if off < logHead {
		return piece{'L', -1, 0, logHead, 0}
	}
	i := (off - logHead) / frame
	at, disk := logHead+i*frame, sealedLogHead+i*sealedFrame
	if off < at+frameHead {
		return piece{'H', i, at, frameHead, disk}
	}
	return piece{'W', i, at + frameHead, pageSize, disk + sealedFrameHead}
}

func (w *walFile) bound(p piece) []byte {
	if p.what == 'L' {
		return bound('L', w.salt, 0, format[:])
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return bound(p.what, w.salt, p.frame, w.round[:])
}

// of gives the key of a piece.
func (k keys) of(what byte) cipher.AEAD {
	if what == 'W' {
		return k.frame
	}
	return k.header
}

// sealedLen is a piece's length on disk: of a page, SQLite's own reserve holds nonce and tag.
func (p piece) sealedLen() int64 {
	if p.what == 'W' {
		return p.length
	}
	return p.length + reserve
}

// read opens a piece in buf, which holds its sealed length; nil without an error where it is not there or its seal
// does not hold.
func (w *walFile) read(p piece, buf []byte) (plain []byte, there bool, err error) {
	sealed := buf[:p.sealedLen()]
	n, err := readFull(w.disk, sealed, p.disk)
	if err != nil || n < len(sealed) {
		return nil, false, err
	}
	if p.what != 'L' {
		if err := w.learnRound(); err != nil {
			return nil, false, err
		}
	}
	if !open(w.k.of(p.what), sealed, w.bound(p)) {
		return nil, true, nil
	}
	return sealed[:p.length], true, nil
}

// learnRound reads the log's salt where this process has not written it.
func (w *walFile) learnRound() error {
	w.mu.Lock()
	known := *w.round != [8]byte{}
	w.mu.Unlock()
	if known {
		return nil
	}
	var buf [sealedLogHead]byte
	head, _, err := w.read(pieceAt(0), buf[:])
	if err == nil && head != nil {
		w.setRound(head)
	}
	return err
}

func (w *walFile) setRound(head []byte) {
	w.mu.Lock()
	copy(w.round[:], head[16:24])
	w.mu.Unlock()
}

// ReadAt implements content. A read of exactly one page is strict. Recovery reads heads and whole frames, where a
// frame half written at the end of the log must look like no frame: zeros.
func (w *walFile) ReadAt(p []byte, off int64) (int, error) {
	if err := w.flush(); err != nil {
		return 0, err
	}
	strict := len(p) == pageSize
	buf := pages.Get().(*[pageSize + reserve]byte)
	defer pages.Put(buf)
	done := 0
	for done < len(p) {
		at := off + int64(done)
		pc := pieceAt(at)
		into := buf[:]
		if strict && pc.at == at && pc.what == 'W' {
			into = p
		}
		plain, there, err := w.read(pc, into)
		if err != nil || !there {
			return done, err
		}
		if pc.what == 'L' && plain != nil {
			w.setRound(plain) // recovery begins here: the log may be another than the one last seen
		}
		if plain == nil {
			if strict {
				e := &PageError{File: w.path, Page: pc.frame + 1}
				w.damaged(e)
				return done, e
			}
			plain = make([]byte, pc.length)
		}
		done += copy(p[done:], plain[at-pc.at:])
	}
	return done, nil
}

// WriteAt implements content: whole pieces only.
func (w *walFile) WriteAt(p []byte, off int64) error {
	for len(p) > 0 {
		pc := pieceAt(off)
		if pc.at != off || int64(len(p)) < pc.length {
			return errUnaligned
		}
		if err := w.write(pc, p[:pc.length]); err != nil {
			return err
		}
		p, off = p[pc.length:], off+pc.length
	}
	return nil
}

func (w *walFile) write(p piece, plain []byte) error {
	if w.waits && p.what == 'W' && p.frame == w.next {
		return w.writeFrame(p, plain)
	}
	if err := w.flush(); err != nil {
		return err
	}
	if p.what == 'H' && p.frame == w.next {
		w.waits = true
		copy(w.head[:], plain)
		return nil
	}
	return w.writePiece(p, plain)
}

// writeFrame writes the head that waited and its page in one go. SQLite appends a frame in these two writes, one
// right after the other; heads it changes later are of frames written before, and never wait.
func (w *walFile) writeFrame(page piece, plain []byte) error {
	if err := w.learnRound(); err != nil {
		return err
	}
	buf := frames.Get().(*[sealedFrame]byte)
	defer frames.Put(buf)
	head := pieceAt(page.at - frameHead)
	out := seal(w.k.header, buf[:0], w.head[:], w.bound(head))
	out = seal(w.k.frame, out, plain[:bodySize], w.bound(page))
	w.waits = false
	_, err := w.disk.WriteAt(out, head.disk)
	if err == nil {
		w.next++
	}
	return err
}

// flush writes a head whose page has not come.
func (w *walFile) flush() error {
	if !w.waits {
		return nil
	}
	w.waits = false
	return w.writePiece(pieceAt(logHead+w.next*frame), w.head[:])
}

func (w *walFile) writePiece(p piece, plain []byte) error {
	if p.what == 'L' {
		w.setRound(plain)
		w.next = 0
	} else if err := w.learnRound(); err != nil {
		return err
	}
	if p.what == 'W' {
		plain = plain[:bodySize]
		w.next = max(w.next, p.frame+1)
	}
	buf := pages.Get().(*[pageSize + reserve]byte)
	defer pages.Put(buf)
	_, err := w.disk.WriteAt(seal(w.k.of(p.what), buf[:0], plain, w.bound(p)), p.disk)
	return err
}

// Truncate implements content. SQLite cuts a log to nothing or to a limit between frames.
func (w *walFile) Truncate(n int64) error {
	if err := w.flush(); err != nil {
		return err
	}
	if n == 0 {
		return w.disk.Truncate(0)
	}
	return w.disk.Truncate(sealedLogHead + (n-logHead)/frame*sealedFrame)
}

// Size implements content: whole frames only.
func (w *walFile) Size() (int64, error) {
	if err := w.flush(); err != nil {
		return 0, err
	}
	n, err := size(w.disk)
	if err != nil || n < sealedLogHead {
		return 0, err
	}
	return logHead + (n-sealedLogHead)/sealedFrame*frame, nil
}

func (w *walFile) Sync() error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.disk.Sync(); err != nil {
		return err
	}
	if w.syncDir != nil {
		if err := w.syncDir(); err != nil {
			return err
		}
		w.syncDir = nil
	}
	return nil
}

func (w *walFile) Close() error { return errors.Join(w.flush(), w.disk.Close()) }
