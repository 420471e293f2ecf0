package app

import (
	"cmp"
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// SetContract writes the contract year: a new one, or changed terms of the one that begins on the same day.
func (a *App) SetContract(ctx context.Context, values map[string]string) (*ledger.Record, error) {
	return a.SetContractScheme(ctx, values, nil)
}

// SetContractScheme is SetContract with the text of a scheme from outside; nil: none.
func (a *App) SetContractScheme(ctx context.Context, values map[string]string, scheme []byte) (*ledger.Record, error) {
	rows, err := a.List(ctx, Query{Kind: contract.Kind.Name, Where: []Condition{
		{Key: "start", Op: Equal, Value: []string{values["start"]}}, {Key: "state", Op: Equal, Value: []string{"signed"}}}}, "")
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		delete(values, "name")
		return a.setTerms(ctx, Step{Kind: contract.Kind.Name, Key: string(rows[0].ID), Action: "amend-terms", Values: values}, scheme)
	}
	if err := a.apart(ctx, ledger.Day(values["start"]), ledger.Day(values["end"])); err != nil {
		return nil, err
	}
	if values["name"] == "" {
		values["name"] = values["start"] + " 至 " + values["end"] + " 运维合同"
	}
	return a.setTerms(ctx, Step{Kind: contract.Kind.Name, Key: "new", Action: "sign", Values: values}, scheme)
}

// apart refuses a new contract year that overlaps another: a mistyped beginning would make a second one, and what lies in both count
// twice.
func (a *App) apart(ctx context.Context, start, end ledger.Day) error {
	return a.Store.View(ctx, func(r Reader) error {
		return r.Each(ctx, inState(contract.Kind.Name, "signed"), func(row *Row) error {
			from, to := row.Fields.Text("start"), row.Fields.Text("end")
			if ledger.Day(to) < start || end < ledger.Day(from) {
				return nil
			}
			return fault.New(fault.Refused, "与合同"+row.Number+"（"+from+" 至 "+to+"）重叠：一日只属于一个考核年度").
				With("要更正那份合同的起止日期，请对它办理“变更条款”（命令行用 act contract " + row.Number + " amend-terms）；登记有误的，请先作废")
		})
	})
}

func (a *App) setTerms(ctx context.Context, s Step, scheme []byte) (*ledger.Record, error) {
	s, err := a.withScheme(s, scheme)
	if err != nil {
		return nil, err
	}
	return a.Act(ctx, s)
}

// contractAt finds the contract year a date falls into; nil where none does.
func contractAt(ctx context.Context, r Reader, date ledger.Day) (*contract.Contract, error) {
	years, err := contracts(ctx, r)
	return at(years, date), err
}

func at(years []contract.Contract, date ledger.Day) (found *contract.Contract) {
	for i := range years {
		if years[i].Start <= date && date <= years[i].End {
			found = &years[i]
		}
	}
	return found
}

// contracts are the contract years in force, by their start.
func contracts(ctx context.Context, r Reader) (out []contract.Contract, err error) {
	err = r.Each(ctx, Query{Kind: contract.Kind.Name, Sort: "start", Where: []Condition{{Key: "state", Op: Equal, Value: []string{"signed"}}}}, func(row *Row) error {
		c, err := ledger.Decode[contract.Contract](row.Fields)
		out = append(out, c)
		return err
	})
	return out, err
}

// contractsDue reminds of a contract year's end from 60 days before it, as long as none follows (R095).
func contractsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	err = r.Each(ctx, inState(contract.Kind.Name, "signed"), func(row *Row) error {
		end := midnight(ledger.Day(row.Fields.Text("end"))).AddDate(0, 0, 1)
		follows := at(years, ledger.Day(end.Format(time.DateOnly))) != nil
		if !follows && !now.Before(end.AddDate(0, 0, -60)) && now.Before(end.AddDate(0, 1, 0)) {
			out = append(out, itemOf(row, "name", "contract", "合同到期", "").at(end, cal, now))
		}
		return nil
	})
	return out, err
}

// Policies gives the readings of the clocks by the contract year a ticket arrived in (A1, A20, A29).
func (a *App) Policies(ctx context.Context, r Reader) (func(arrived time.Time) sla.Policy, error) {
	years, err := contracts(ctx, r)
	return func(arrived time.Time) sla.Policy {
		return policyOf(at(years, dayOf(arrived)))
	}, err
}

// termsAt are the terms of the contract year a moment falls into, with the defaults of what it leaves open (A13, A14, A16, A18,
// A21; R018, R063, R068, R107, R122).
func termsAt(years []contract.Contract, t time.Time) contract.Contract {
	c := contract.Contract{}
	if found := at(years, dayOf(t)); found != nil {
		c = *found
	}
	for _, term := range []struct {
		value    *int
		standard int
	}{{&c.QuarterDays, 10}, {&c.MonthDays, 5}, {&c.PassMark, 60}, {&c.IncidentMinutes, 15}, {&c.ComplaintMinutes, 30}, {&c.FeedbackDays, 3}, {&c.ManualDays, 5}, {&c.Promised, 3}, {&c.IssueTickets, 5}} {
		*term.value = cmp.Or(*term.value, term.standard)
	}
	return c
}

var modes = map[string]sla.Mode{contract.SameTime: sla.SameTime, contract.NextClose: sla.NextClose, contract.OpenHours: sla.OpenHours, contract.Earlier: sla.Earlier}

func policyOf(c *contract.Contract) sla.Policy {
	p := sla.Standard
	if c == nil {
		return p
	}
	p.Mode = cmp.Or(modes[c.TicketMode], p.Mode)
	p.Hours, p.FileLate = cmp.Or(c.TicketHours, p.Hours), cmp.Or(c.FileLateDays, p.FileLate)
	p.Response = cmp.Or(time.Duration(c.ResponseHours)*time.Hour, p.Response)
	return p
}
