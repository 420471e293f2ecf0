package app

import (
	"context"
	"time"

	"opsledger/app/record/change"
	"opsledger/app/rule/worktime"
)

// changesDue are the data handed out that must be destroyed (R113).
func changesDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	q := Query{Kind: change.Kind.Name, Sort: "destroy_by", Where: append(among(change.Executed, change.RolledBack, change.Closed), Condition{Key: "destroy_by", Op: Differs, Value: []string{""}})}
	err = r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[change.Facts](row)
		for _, d := range f.Outstanding() {
			if d.DestroyBy != "" {
				out = append(out, itemOf(row, "title", "destroy", "销毁外发数据（"+d.Means+"）", "executor").at(endOf(cal, d.DestroyBy), cal, now))
			}
		}
		return err
	})
	return out, err
}
