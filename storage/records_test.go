package storage

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Many records with their steps are what each is by itself, now and as of a moment; one that is not here, or is of another kind, is left
// out.
func TestManyRecordsAreReadAsEachIs(t *testing.T) {
	o := newOffice(t, time.Date(2026, 3, 12, 18, 30, 0, 0, ledger.Zone))
	ids := []ledger.RecordID{"nobody"}
	act := func(kind, key, action string, values map[string]string) {
		t.Helper()
		rec, err := o.Act(t.Context(), app.Step{Kind: kind, Key: key, Action: action, Values: values})
		if err != nil {
			t.Fatal(err)
		}
		if key == "new" {
			ids = append(ids, rec.ID)
		}
	}
	act("visit", "new", "record", map[string]string{"date": "2026-03-05", "means": "走访", "unit": "养老科", "side": "业务", "region": "丹徒", "asked": "周科长", "asker": "李工", "content": "听取意见", "phone": "13812345678"})
	for i := range 30 {
		number := fmt.Sprint("W", i)
		act("ticket", "new", "receive", map[string]string{"outside_number": number, "title": "核对", "system": "工单系统", "region": "丹徒区", "arrived": fmt.Sprintf("2026-03-%02dT09:00", 2+i%8), "requester": "李小芳"})
		if i%2 == 0 {
			act("ticket", number, "accept", map[string]string{"responded": "2026-03-11T10:00"})
		}
	}
	ids = append(ids, ids[3]) // asked for twice, given once
	for name, view := range map[string]func(func(app.Reader) error) error{
		"now": func(fn func(app.Reader) error) error { return o.Store.View(t.Context(), fn) },
		"as then": func(fn func(app.Reader) error) error {
			return o.AsOf(time.Date(2026, 3, 5, 12, 0, 0, 0, ledger.Zone), "ticket").Store.View(t.Context(), fn)
		},
	} {
		got := map[ledger.RecordID]*ledger.Record{}
		n := 0
		err := view(func(r app.Reader) error {
			err := r.Records(t.Context(), "ticket", ids, func(rec *ledger.Record) error { got[rec.ID], n = rec, n+1; return nil })
			if err != nil {
				return err
			}
			for _, id := range ids {
				one, err := r.Record(t.Context(), "ticket", string(id))
				if many := got[id]; err == nil && (many == nil || !reflect.DeepEqual(many.Fields, one.Fields) || many.State != one.State || len(many.Steps) != len(one.Steps) || many.Number != one.Number) {
					t.Errorf("%s: %s is %+v, among many %+v", name, id, one, many)
				} else if err != nil && many != nil {
					t.Errorf("%s: %s is not here, among many it is", name, id)
				}
			}
			return nil
		})
		if want := map[string]int{"now": 30, "as then": 16}[name]; err != nil || n != want || len(got) != want {
			t.Errorf("%s: %d records, %d of them different: %v", name, n, len(got), err)
		}
	}
	ran := o.desk.store.listening(func() {
		err := o.Store.View(t.Context(), func(r app.Reader) error {
			return r.Records(t.Context(), "ticket", ids, func(*ledger.Record) error { return nil })
		})
		if err != nil {
			t.Error(err)
		}
	})
	if len(ran) != 1 {
		t.Errorf("%d statements for 30 records: %+v", len(ran), ran)
	}
}
