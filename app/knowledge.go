package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/knowledge"
	"opsledger/app/record/person"
	"opsledger/app/rule/worktime"
)

// manualsByName gives the manuals in use; several audiences may share a name.
func manualsByName(ctx context.Context, r Reader) (map[string][]*Row, error) {
	out := map[string][]*Row{}
	err := r.Each(ctx, inState(knowledge.ManualKind.Name, "draft", "published"), func(row *Row) error {
		out[row.Fields.Text("name")] = append(out[row.Fields.Text("name")], row)
		return nil
	})
	return out, err
}

// manualsDue are the manuals that a notice touches and that were not issued anew since it took effect (R018).
func manualsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	manuals, err := manualsByName(ctx, r)
	if err != nil {
		return nil, err
	}
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	err = eachFacts(ctx, r, inState(knowledge.NoticeKind.Name, "open", "told"), func(row *Row, f knowledge.NoticeFacts) error {
		since := noticeDay(row)
		for _, name := range f.Manuals {
			if updatedSince(manuals[name], since) {
				continue
			}
			due, err := cal.AddWorkdaysEnd(midnight(since), termsAt(years, midnight(since)).ManualDays)
			if err != nil {
				return err
			}
			item := itemOf(row, "title", "manual", "更新手册《"+name+"》", "owner")
			for _, m := range manuals[name] {
				item.Record, item.Kind, item.Number = m.ID, m.Kind, m.Number
			}
			out = append(out, item.at(due, cal, now))
		}
		return nil
	})
	return out, err
}

// noticeDay is when a notice takes effect, else when it came.
func noticeDay(row *Row) ledger.Day {
	if d := row.Fields.Text("effective"); d != "" {
		return ledger.Day(d)
	}
	return ledger.Day(row.Fields.Text("received"))
}

func updatedSince(manuals []*Row, day ledger.Day) bool {
	return len(manuals) > 0 && !slices.ContainsFunc(manuals, func(m *Row) bool { return ledger.Day(m.Fields.Text("issued")) < day })
}

// Unsynced is a question whose manual was issued anew since (R019).
type Unsynced struct {
	Record         ledger.RecordID
	Number         string
	Question       string
	Manual         string
	Version, Newer string
}

// Unsynced are the questions in use that follow an older version of their manual (未同步).
func (a *App) Unsynced(ctx context.Context) (out []Unsynced, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		manuals, err := manualsByName(ctx, r)
		if err != nil {
			return err
		}
		return r.Each(ctx, inState(knowledge.QAKind.Name, "draft", "reviewed", "published"), func(row *Row) error {
			name, version := row.Fields.Text("manual"), row.Fields.Text("version")
			if newer := newerThan(manuals[name], version); newer != "" {
				out = append(out, Unsynced{row.ID, row.Number, row.Fields.Text("question"), name, version, newer})
			}
			return nil
		})
	})
	return out, err
}

// newerThan is the version of a manual that a question of another one does not follow; "" none.
func newerThan(manuals []*Row, version string) string {
	for _, m := range manuals {
		if newer := m.Fields.Text("version"); newer != "" && newer != version {
			return newer
		}
	}
	return ""
}

// Unsigned is a person on site who has not signed for a regulation (R072, R111).
type Unsigned struct {
	Record     ledger.RecordID // of the regulation
	Regulation string
	Person     string
}

// Unsigned are the receipts that are missing today, by regulation and person.
func (a *App) Unsigned(ctx context.Context) (out []Unsigned, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		people, err := onSite(ctx, r)
		if err != nil {
			return err
		}
		return eachFacts(ctx, r, inState(knowledge.RegulationKind.Name, "active"), func(row *Row, f knowledge.RegulationFacts) error {
			for _, name := range people {
				if !slices.ContainsFunc(f.Signed, func(s knowledge.Signature) bool { return s.Person == name }) {
					out = append(out, Unsigned{row.ID, row.Fields.Text("name"), name})
				}
			}
			return nil
		})
	})
	return out, err
}

// onSite are the names of the people who are on site now.
func onSite(ctx context.Context, r Reader) (names []string, err error) {
	err = r.Each(ctx, inState(person.Kind.Name, "on_site"), func(row *Row) error {
		names = append(names, row.Fields.Text("name"))
		return nil
	})
	return names, err
}

// FeedbackFigures are what came of the center's opinions on questions and answers (R020).
type FeedbackFigures struct {
	Given, Done, Adopted int
	Hours                int // natural hours from an opinion to its answer, on average over those done
}

// FeedbackFigures counts the opinions given in a span of time.
func (a *App) FeedbackFigures(ctx context.Context, from, to time.Time) (f FeedbackFigures, err error) {
	var took time.Duration
	err = a.Store.View(ctx, func(r Reader) error {
		return eachFacts(ctx, r, Query{Kind: knowledge.QAKind.Name}, func(_ *Row, facts knowledge.QAFacts) error {
			for _, b := range facts.Feedback {
				if b.At.Before(from) || !b.At.Before(to) {
					continue
				}
				f.Given++
				if !b.Done.IsZero() {
					f.Done, took = f.Done+1, took+b.Done.Sub(b.At)
				}
				if b.Adopted {
					f.Adopted++
				}
			}
			return nil
		})
	})
	if f.Done > 0 {
		f.Hours = int(took.Hours()) / f.Done
	}
	return f, err
}
