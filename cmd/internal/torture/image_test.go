package torture

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
)

// what an event of a disk is.
type what int

const (
	created what = iota
	written
	truncated
	synced
	renamed
	removed
	folderSynced
	forgotten // a sync failed: the system has thrown away what was to be written
)

// event is one change the program made to a disk.
type event struct {
	what   what
	inode  int
	path   string // created, removed, renamed from, folderSynced
	to     string // renamed
	folder bool
	offset int64 // written, truncated
	data   []byte
}

// journal is all that happened to a disk since it lay still.
type journal struct {
	base   *memory
	events []event
}

// record begins a journal; what is there now lasts.
func (m *memory) record() *journal {
	m.journal = &journal{base: m.move("", "")}
	return m.journal
}

// replay is the disk's own memory: what lasts, and what it may still lose.
type replay struct {
	files   map[int]*unsure
	names   map[string]int
	folders map[int]bool
	entries []event // of folders, not yet made to last
	rand    *rand.Rand
	lastID  int
}

// unsure is a file: the content that lasts and the changes that may not.
type unsure struct {
	data    []byte
	changes []event
}

// cut gives the disk as it may be found when the power went after n events.
func (j *journal) cut(n int, r *rand.Rand) *memory {
	p := &replay{files: map[int]*unsure{}, names: map[string]int{}, folders: map[int]bool{}, rand: r, lastID: j.base.lastID}
	for path, node := range j.base.names {
		p.names[path], p.folders[node.id] = node.id, node.folder
		p.files[node.id] = &unsure{data: slices.Clone(node.data)}
	}
	for _, e := range j.events[:n] {
		p.apply(e)
	}
	return p.image()
}

func (p *replay) apply(e event) {
	switch e.what {
	case created:
		p.files[e.inode], p.folders[e.inode] = &unsure{}, e.folder
		p.lastID = max(p.lastID, e.inode)
		p.entries = append(p.entries, e)
	case renamed, removed:
		p.entries = append(p.entries, e)
	case written, truncated:
		p.files[e.inode].changes = append(p.files[e.inode].changes, e)
	case synced:
		p.files[e.inode].settle()
	case forgotten:
		p.files[e.inode].forget(p.rand)
	case folderSynced:
		p.entries = slices.DeleteFunc(p.entries, func(o event) bool {
			if filepath.Dir(o.path) != e.path && filepath.Dir(o.to) != e.path {
				return false
			}
			p.link(o)
			return true
		})
	}
}

// link makes one entry of a folder last.
func (p *replay) link(e event) {
	switch e.what {
	case created:
		p.names[e.path] = e.inode
	case removed:
		delete(p.names, e.path)
	case renamed:
		delete(p.names, e.path)
		p.names[e.to] = e.inode
	}
}

func (u *unsure) settle() {
	for _, c := range u.changes {
		u.change(c, c.data)
	}
	u.changes = nil
}

// forget drops some of the changes for ever: a later sync reports success and does not bring them back.
func (u *unsure) forget(r *rand.Rand) {
	u.changes = slices.DeleteFunc(u.changes, func(event) bool { return r.IntN(2) == 0 })
}

func (u *unsure) change(c event, data []byte) {
	if c.what == truncated {
		u.data = resized(u.data, c.offset)
		return
	}
	u.data = overlay(u.data, data, c.offset)
}

// image draws what is found: of the entries a beginning or any of them, of each file's changes none, all, a beginning,
// or any of them in any order, some torn within, some only as a length of zeros.
func (p *replay) image() *memory {
	ordered := p.rand.IntN(2) == 0
	for _, e := range p.entries {
		if p.rand.IntN(2) == 0 {
			p.link(e)
		} else if ordered {
			break
		}
	}
	for _, u := range p.lasting() {
		p.draw(u)
	}
	m := newMemory()
	m.lastID = p.lastID
	for path, id := range p.names {
		m.names[path] = &inode{id, p.folders[id], p.files[id].data}
	}
	return m
}

// lasting are the files, in an order that does not change from run to run.
func (p *replay) lasting() []*unsure {
	var ids []int
	for id := range p.files {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []*unsure
	for _, id := range ids {
		out = append(out, p.files[id])
	}
	return out
}

func (p *replay) draw(u *unsure) {
	switch p.rand.IntN(5) {
	case 0:
	case 1:
		u.settle()
	case 2:
		u.changes = u.changes[:p.rand.IntN(len(u.changes)+1)]
		u.settle()
	case 3:
		p.any(u)
	case 4:
		p.rand.Shuffle(len(u.changes), func(i, j int) { u.changes[i], u.changes[j] = u.changes[j], u.changes[i] })
		p.any(u)
	}
	u.changes = nil
}

func (p *replay) any(u *unsure) {
	for _, c := range u.changes {
		switch p.rand.IntN(4) {
		case 0:
		case 1:
			u.change(c, c.data)
		case 2:
			p.tear(u, c)
		case 3:
			if end := c.offset + int64(len(c.data)); c.what == written && end > int64(len(u.data)) {
				u.data = resized(u.data, end)
			}
		}
	}
}

// sector is what a disk writes whole or not at all.
const sector = 512

func (p *replay) tear(u *unsure, c event) {
	if c.what == truncated {
		return
	}
	for at := int64(0); at < int64(len(c.data)); {
		next := min((c.offset+at)/sector*sector+sector-c.offset, int64(len(c.data)))
		if p.rand.IntN(2) == 0 {
			u.data = overlay(u.data, c.data[at:next], c.offset+at)
		}
		at = next
	}
}
