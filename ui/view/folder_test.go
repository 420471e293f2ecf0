package view

import (
	"slices"
	"testing"
	"time"
)

func TestAFoldersListHoldsWhatIsWantedInItsOrder(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 9, 0, 0, 0, time.UTC) }
	all := []Lying{{Name: "b.XLSX", Size: 20, Modified: day(2)}, {Name: "旧的", Folder: true, Modified: day(9)}, {Name: "工单导出.csv", Size: 30, Modified: day(3)},
		{Name: "照片.jpg", Size: 10, Modified: day(4)}, {Name: "Alt", Folder: true, Modified: day(1)}}
	for name, c := range map[string]struct {
		wanted Wanted
		names  []string
	}{
		"newest first, of two endings":             {Wanted{Endings: []string{".xlsx", ".csv"}, By: "modified", Down: true}, []string{"Alt", "旧的", "工单导出.csv", "b.XLSX"}},
		"every file by its size":                   {Wanted{By: "size"}, []string{"Alt", "旧的", "照片.jpg", "b.XLSX", "工单导出.csv"}},
		"by name downwards, folders stay in front": {Wanted{By: "name", Down: true}, []string{"旧的", "Alt", "照片.jpg", "工单导出.csv", "b.XLSX"}},
		"folders alone":                            {Wanted{Folders: true, By: "name"}, []string{"Alt", "旧的"}},
		"by initials":                              {Wanted{Words: "gddc", By: "name"}, []string{"工单导出.csv"}},
	} {
		var got []string
		for _, l := range c.wanted.List(all) {
			got = append(got, l.Name)
		}
		if !slices.Equal(got, c.names) {
			t.Errorf("%s: %v, want %v", name, got, c.names)
		}
	}
}
