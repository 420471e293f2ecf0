package screens

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
	"opsledger/ui/widgets"
)

// mark tells what the working calendar says of a day: off by a holiday, or worked in its stead. The years are read once;
// until they are there, no day is marked.
func (d *Desk) mark() func(day time.Time) widgets.DayMark {
	if d.marks == nil {
		d.marks = map[string]widgets.DayMark{}
		run(d, func(ctx context.Context) ([]worktime.Year, error) { return d.HolidayYears(ctx) }, func(years []worktime.Year, err error) {
			if err != nil {
				d.marks = nil // asked again at the next dialog
				return
			}
			for _, y := range years {
				for _, h := range y.Holidays {
					d.marks[h.Date] = widgets.DayMark{Off: true, Name: h.Name}
				}
				for _, w := range y.Workdays {
					d.marks[w.Date] = widgets.DayMark{Work: true, Name: w.Name}
				}
			}
		})
	}
	return func(day time.Time) widgets.DayMark { return d.marks[day.In(ledger.Zone).Format(time.DateOnly)] }
}
