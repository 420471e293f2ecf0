package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/app/record/training"
	"opsledger/app/record/unit"
	"opsledger/app/rule/coverage"
)

// Trained is coverage (R096) in all, by training, by unit and by kind of department.
type Trained struct {
	coverage.Coverage
	Units []coverage.Reach `json:"units"`
	Sorts []coverage.Reach `json:"departments"` // kinds of department: their units together
	Held  []Held           `json:"-"`           // the latest first
}

// Held is one training that took place.
type Held struct {
	Record               ledger.RecordID
	Number, Topic, Issue string
	Start                time.Time
	Cover                coverage.Coverage
}

// unsorted are units that the roster of units does not know, or knows without their kind.
const unsorted = "未登记类别"

// Trained reckons how many of those invited were trained: in one training, or in all that took place in a span of dates; "" leaves an
// end of it open.
func (a *App) Trained(ctx context.Context, key string, from, to ledger.Day) (out Trained, err error) {
	list, err := a.held(ctx, key, from, to)
	if err != nil {
		return out, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = reached(ctx, r, trainings(list))
		return err
	})
	for _, t := range slices.Backward(list) {
		out.Held = append(out.Held, Held{t.id, t.number, t.Topic, t.Issue, t.Facts.Start, coverage.Of(t.Training)})
	}
	return out, err
}

// reached reckons the coverage of trainings, by unit and by kind of department too.
func reached(ctx context.Context, r Reader, list []training.Training) (Trained, error) {
	sorts := map[string]string{}
	err := r.Each(ctx, Query{Kind: unit.Kind.Name, Where: []Condition{{Key: "state", Op: Equal, Value: []string{"active"}}}}, func(row *Row) error {
		sorts[row.Fields.Text("name")] = row.Fields.Text("side")
		return nil
	})
	return Trained{Coverage: coverage.Of(list...), Units: coverage.ByUnit(func(name string) string { return name }, list...),
		Sorts: coverage.ByUnit(func(name string) string { return cmp.Or(sorts[name], unsorted) }, list...)}, err
}

// heldTraining is a training with the record it stands in.
type heldTraining struct {
	id     ledger.RecordID
	number string
	training.Training
}

func trainings(list []heldTraining) []training.Training {
	out := make([]training.Training, len(list))
	for i, t := range list {
		out[i] = t.Training
	}
	return out
}

// held reads the trainings that took place: one, or those of a span of dates.
func (a *App) held(ctx context.Context, key string, from, to ledger.Day) (list []heldTraining, err error) {
	q := Query{Kind: training.Kind.Name, Sort: "start", Where: among(training.Finished, training.Evaluated)}
	err = a.Store.View(ctx, func(r Reader) error {
		if key != "" {
			rec, err := a.find(ctx, r, training.Kind.Name, key)
			if err != nil {
				return err
			}
			q.Where = []Condition{{Key: "id", Op: Equal, Value: []string{string(rec.ID)}}}
		}
		for op, day := range map[Op]ledger.Day{AtLeast: from, AtMost: to} {
			if day != "" {
				q.Where = append(q.Where, Condition{Key: "start", Op: op, Value: []string{string(day)}})
			}
		}
		return r.Each(ctx, q, func(row *Row) error {
			t, err := trainingOf(row)
			list = append(list, heldTraining{row.ID, row.Number, t})
			return err
		})
	})
	return list, err
}

// Attendees are those who signed in to trainings before and the people of the roster, each once, the latest first: whom a training
// may expect.
func (a *App) Attendees(ctx context.Context) (out []training.Participant, err error) {
	known, named := map[string]bool{}, map[string]bool{}
	add := func(p training.Participant) {
		if key := p.Name + "\x00" + p.Unit; !known[key] {
			known[key], named[p.Name] = true, true
			p.Score = ""
			out = append(out, p)
		}
	}
	err = a.Store.View(ctx, func(r Reader) error {
		q := Query{Kind: training.Kind.Name, Sort: "-planned", Where: []Condition{{Key: "state", Op: Differs, Value: []string{string(training.Void)}}}}
		err := r.Each(ctx, q, func(row *Row) error {
			t, err := trainingOf(row)
			for _, p := range t.Facts.Participants {
				add(p)
			}
			return err
		})
		if err != nil {
			return err
		}
		return r.Each(ctx, Query{Kind: person.Kind.Name, Sort: "number", Where: []Condition{{Key: "state", Op: Differs, Value: []string{string(person.Void)}}}}, func(row *Row) error {
			if name := row.Fields.Text("name"); !named[name] {
				add(training.Participant{Name: name, Party: training.Technical})
			}
			return nil
		})
	})
	return out, err
}
