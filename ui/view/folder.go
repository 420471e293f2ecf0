package view

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Lying is what lies in a folder of this PC.
type Lying struct {
	Name     string
	Folder   bool
	Size     int64 // bytes, of a file
	Modified time.Time
}

// Wanted says what of a folder is listed, and in which order.
type Wanted struct {
	Folders bool     // folders alone
	Endings []string // of files, as ".xlsx"; none: every file
	Words   string   // that a name holds, or its initials
	By      string   // "name", "size" or "modified"
	Down    bool     // greatest first
}

// List gives what is wanted of a folder: folders first, always by name; then the files in order.
func (w Wanted) List(all []Lying) []Lying {
	var out []Lying
	for _, l := range all {
		if w.takes(l) {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, w.order)
	return out
}

func (w Wanted) takes(l Lying) bool {
	if w.Words != "" && !Like(l.Name, w.Words) {
		return false
	}
	ending := strings.ToLower(filepath.Ext(l.Name))
	return l.Folder || !w.Folders && (len(w.Endings) == 0 || slices.Contains(w.Endings, ending))
}

func (w Wanted) order(a, b Lying) int {
	if a.Folder != b.Folder {
		return map[bool]int{true: -1, false: 1}[a.Folder]
	}
	named := cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	if a.Folder && w.By != "name" {
		return named
	}
	by := named
	switch w.By {
	case "size":
		by = cmp.Or(cmp.Compare(a.Size, b.Size), named)
	case "modified":
		by = cmp.Or(a.Modified.Compare(b.Modified), named)
	}
	if w.Down {
		return -by
	}
	return by
}
