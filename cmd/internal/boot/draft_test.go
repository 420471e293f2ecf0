package boot

import (
	"maps"
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
)

func TestADraftIsItsAccountsOwnSurvivesARebuildAndGoesWithTheStep(t *testing.T) {
	s := filled(t, 1)
	ctx := t.Context()
	form := app.StepDraft("ticket", "new", "receive")
	typed := map[string]string{"title": "参保登记报错", "applicant": "李小芳"}
	if err := s.KeepDraft(ctx, form, typed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Store.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if d, ok, err := s.Draft(ctx, form); err != nil || !ok || !maps.Equal(d.Values, typed) || !d.At.Equal(s.Now()) {
		t.Fatalf("%+v %v %v", d, ok, err)
	}
	other := *s.App
	other.Account = "李娜"
	if _, ok, err := other.Draft(ctx, form); err != nil || ok {
		t.Errorf("another account sees it: %v %v", ok, err)
	}

	step := app.Step{Kind: "ticket", Key: "new", Action: "receive", Draft: form, Values: map[string]string{"title": "参保登记报错"}}
	if _, err := s.Act(ctx, step); !fault.Is(err, fault.Missing) {
		t.Fatalf("a ticket without its fields: %v", err)
	}
	if _, ok, _ := s.Draft(ctx, form); !ok {
		t.Error("a refused step takes the draft away")
	}
	step.Values = map[string]string{"title": "参保登记报错", "system": "工单系统", "region": "丹徒区", "arrived": s.Now().Format("2006-01-02 15:04")}
	if _, err := s.Act(ctx, step); err != nil {
		t.Fatal(err)
	}
	if d, ok, err := s.Draft(ctx, form); err != nil || ok {
		t.Errorf("the recorded step leaves its draft: %+v %v", d, err)
	}
}
