package torture

import (
	"math/rand/v2"
	"path/filepath"
	"slices"

	"opsledger/cmd/internal/ramdisk"
)

// journal is all that happened to a disk since it lay still.
type journal struct {
	base   *memory
	events []event
}

// record begins a journal; what is there now lasts.
func record(m *memory) *journal {
	j := &journal{base: m.Move("", "")}
	m.Told = func(e event) { j.events = append(j.events, e) }
	return j
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
	p := &replay{files: map[int]*unsure{}, names: map[string]int{}, folders: map[int]bool{}, rand: r, lastID: j.base.LastID}
	for path, node := range j.base.Names {
		p.names[path], p.folders[node.ID] = node.ID, node.Folder
		p.files[node.ID] = &unsure{data: slices.Clone(node.Data)}
	}
	for _, e := range j.events[:n] {
		p.apply(e)
	}
	return p.image()
}

func (p *replay) apply(e event) {
	switch e.What {
	case ramdisk.Created:
		p.files[e.Inode], p.folders[e.Inode] = &unsure{}, e.Folder
		p.lastID = max(p.lastID, e.Inode)
		p.entries = append(p.entries, e)
	case ramdisk.Renamed, ramdisk.Removed:
		p.entries = append(p.entries, e)
	case ramdisk.Written, ramdisk.Truncated:
		p.files[e.Inode].changes = append(p.files[e.Inode].changes, e)
	case ramdisk.Synced:
		p.files[e.Inode].settle()
	case ramdisk.Forgotten:
		p.files[e.Inode].forget(p.rand)
	case ramdisk.FolderSynced:
		p.entries = slices.DeleteFunc(p.entries, func(o event) bool {
			if filepath.Dir(o.Path) != e.Path && filepath.Dir(o.To) != e.Path {
				return false
			}
			p.link(o)
			return true
		})
	}
}

// link makes one entry of a folder last.
func (p *replay) link(e event) {
	switch e.What {
	case ramdisk.Created:
		p.names[e.Path] = e.Inode
	case ramdisk.Removed:
		delete(p.names, e.Path)
	case ramdisk.Renamed:
		delete(p.names, e.Path)
		p.names[e.To] = e.Inode
	}
}

func (u *unsure) settle() {
	for _, c := range u.changes {
		u.change(c, c.Data)
	}
	u.changes = nil
}

// forget drops some of the changes for ever: a later sync reports success and does not bring them back.
func (u *unsure) forget(r *rand.Rand) {
	u.changes = slices.DeleteFunc(u.changes, func(event) bool { return r.IntN(2) == 0 })
}

func (u *unsure) change(c event, data []byte) {
	if c.What == ramdisk.Truncated {
		u.data = ramdisk.Resized(u.data, c.Offset)
		return
	}
	u.data = ramdisk.Overlay(u.data, data, c.Offset)
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
	m := ramdisk.New()
	m.LastID = p.lastID
	for path, id := range p.names {
		m.Names[path] = &inode{ID: id, Folder: p.folders[id], Data: p.files[id].data}
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
			u.change(c, c.Data)
		case 2:
			p.tear(u, c)
		case 3:
			if end := c.Offset + int64(len(c.Data)); c.What == ramdisk.Written && end > int64(len(u.data)) {
				u.data = ramdisk.Resized(u.data, end)
			}
		}
	}
}

// sector is what a disk writes whole or not at all.
const sector = 512

func (p *replay) tear(u *unsure, c event) {
	if c.What == ramdisk.Truncated {
		return
	}
	for at := int64(0); at < int64(len(c.Data)); {
		next := min((c.Offset+at)/sector*sector+sector-c.Offset, int64(len(c.Data)))
		if p.rand.IntN(2) == 0 {
			u.data = ramdisk.Overlay(u.data, c.Data[at:next], c.Offset+at)
		}
		at = next
	}
}
