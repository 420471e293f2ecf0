package app

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
)

// keptCalendar is the calendar made last: every place of the window asks for it, and it remembers what it has worked out.
type keptCalendar struct {
	mu      sync.Mutex
	shipped []worktime.Year // parsed once
	years   []worktime.Year
	hours   []worktime.Hours
	made    *worktime.Calendar
}

// of gives the calendar of some years and hours: the one made last where they are the same.
func (k *keptCalendar) of(years []worktime.Year, hours []worktime.Hours) *worktime.Calendar {
	slices.SortFunc(years, func(a, b worktime.Year) int { return cmp.Compare(a.Year, b.Year) })
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil || !reflect.DeepEqual(k.years, years) || !reflect.DeepEqual(k.hours, hours) {
		k.years, k.hours, k.made = years, hours, worktime.China(ledger.Zone, hours, years...)
	}
	return k.made
}

// parse reads the shipped holiday years.
func (k *keptCalendar) parse(files [][]byte) ([]worktime.Year, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.shipped) < len(files) {
		k.shipped = nil
		for _, raw := range files {
			y, err := worktime.ParseYear(raw)
			if err != nil {
				return nil, fmt.Errorf("shipped holidays: %w", err)
			}
			k.shipped = append(k.shipped, y)
		}
	}
	return k.shipped, nil
}
