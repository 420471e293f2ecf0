package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"opsledger/app/ledger"
)

// asking are a lead and others; a job is there, and a request was made.
func asking(others ...ledger.Role) (peers []*peer, request ledger.EntryRef) {
	peers = world(append([]ledger.Role{ledger.Lead}, others...)...)
	peers[0].step(job1(1), "receive", ledger.Fields{"title": "一"})
	request = peers[0].step(job1(1), "request", nil)
	meet(peers)
	return peers, request
}

// meet lets all peers exchange until each has everything.
func meet(peers []*peer) {
	for range peers {
		for _, p := range peers {
			exchange(peers[0], p)
		}
	}
}

func TestARulingFromPaperCountsUntilTheCenterHasAKey(t *testing.T) {
	peers, request := asking()
	lead := peers[0]
	of := ledger.Fields{"of": string(request)}
	lead.step(job1(1), "allow", of)
	paper := ledger.Fields{"of": string(request), ledger.Paper: "abc", ledger.PaperDate: "2026-03-05"}
	lead.step(job1(1), "allow", paper)
	steps := lead.record(job1(1)).Steps
	if bare := steps[2]; bare.Counts || bare.Why != "须由信息中心签名" {
		t.Errorf("a grant without paper: %+v", bare)
	}
	if p := steps[3]; !p.Counts || !p.Paper || p.Violates {
		t.Errorf("a grant from paper: counts %v, violates %v: %s", p.Counts, p.Violates, p.Why)
	}
	center := newPeer(9)
	lead.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, center.certificate(ledger.Center), lead.replica.Roster().Tip()))
	if p := lead.record(job1(1)).Steps[3]; p.Counts || p.Why != "凭据认定：信息中心已在册，须由其签名" {
		t.Errorf("once the center has a key: counts %v: %s", p.Counts, p.Why)
	}
}

func TestAnEngineerRecordsNoRuling(t *testing.T) {
	peers, request := asking(ledger.Engineer)
	peers[1].step(job1(1), "allow", ledger.Fields{"of": string(request), ledger.Paper: "abc", ledger.PaperDate: "2026-03-05"})
	if s := peers[1].record(job1(1)).Steps[2]; s.Counts {
		t.Error("it counts")
	}
}

func TestAnAnswerMustNameWhatItAnswers(t *testing.T) {
	peers, _ := asking(ledger.Center)
	peers[1].step(job1(1), "allow", ledger.Fields{"of": "nothing"})
	if s := peers[1].record(job1(1)).Steps[2]; !s.Violates || s.Why != "没有写明所针对的步骤" {
		t.Errorf("%+v", s)
	}
}

func TestAnswersAreHeadsAndContradictionsStayOpen(t *testing.T) {
	peers, request := asking(ledger.Center, ledger.Center)
	of := ledger.Fields{"of": string(request)}
	peers[1].step(job1(1), "allow", of)
	peers[2].step(job1(1), "refuse", of)
	meet(peers)
	answers := func() (out []string, conflicts int) {
		rec := peers[0].record(job1(1))
		for _, s := range rec.Answered(rec.Steps[1], "allow", "refuse") {
			out = append(out, s.Entry.Action)
		}
		return out, len(rec.Conflicts)
	}
	if got, open := answers(); len(got) != 2 || open != 1 {
		t.Errorf("two answers side by side: %v, %d open", got, open)
	}
	peers[1].step(job1(1), "refuse", of)
	meet(peers)
	if got, open := answers(); !slices.Equal(got, []string{"refuse"}) || open != 0 {
		t.Errorf("a later answer that has seen both: %v, %d open", got, open)
	}
}

func TestAttachmentsAndLinksComeAndGo(t *testing.T) {
	peers, _ := asking()
	p, id := peers[0], job1(1)
	e, personal := ledger.AttachEntry("job", id, ledger.Attachment{Blob: "b1", Name: "李小芳.pdf", Size: 7, Media: "application/pdf"})
	salted, err := ledger.NewPersonal(personal, strings.NewReader(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	file := ledger.NewEntryRef(p.writePersonal(map[int]ledger.Personal{0: salted}, e).Hash, 0)
	link := ledger.NewEntryRef(p.write(ledger.LinkEntry("job", id, ledger.Linked{Relation: "来源", Kind: "job", To: job1(2), Number: "2"})).Hash, 0)
	rec := p.record(id)
	if len(rec.Attached) != 1 || rec.Attached[0].Name != "李小芳.pdf" || rec.Attached[0].Size != 7 || len(rec.Links) != 1 || rec.Links[0].To != job1(2) {
		t.Fatalf("%+v %+v", rec.Attached, rec.Links)
	}
	p.step(id, ledger.Unlink, ledger.Fields{"of": string(link)})
	p.step(id, ledger.Erase, ledger.Fields{"why": "传错了", "of": string(link)})
	if rec = p.record(id); rec.Attached[0].Erased {
		t.Error("an erasure that names something else covers the attachment")
	}
	p.step(id, ledger.Erase, ledger.Fields{"why": "传错了", "of": string(file)})
	if rec = p.record(id); !rec.Attached[0].Erased || len(rec.Erased) != 0 {
		t.Errorf("the attachment is erased: %v, and of the record %v", rec.Attached[0].Erased, rec.Erased)
	}
	p.step(id, ledger.Erase, ledger.Fields{"why": "本人要求"})
	rec = p.record(id)
	if len(rec.Links) != 0 || !rec.Attached[0].Erased || rec.Attached[0].Name != ledger.ErasedMark {
		t.Errorf("%+v %+v", rec.Attached, rec.Links)
	}
	p.step(id, ledger.Detach, ledger.Fields{"of": string(file)})
	if rec = p.record(id); len(rec.Attached) != 0 {
		t.Errorf("%+v", rec.Attached)
	}
}
