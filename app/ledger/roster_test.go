package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"opsledger/app/ledger"
)

// founded is a root whose certificate names a paper key.
func founded() (root, paper *peer, last ledger.Hash) {
	root, paper = newPeer(0), newPeer(1)
	c := root.certificate(ledger.Lead)
	c.Recovery = paper.certificate().Public
	return root, paper, root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, c)).Hash
}

func TestALostRootIsFollowedByTheKeyItsPaperKeyNames(t *testing.T) {
	root, paper, last := founded()
	root.step(job1(1), "receive", ledger.Fields{"title": "旧口令下写的"})
	exchange(root, paper)
	heir := newPeer(2)
	last = paper.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, heir.certificate(ledger.Lead), last)).Hash
	exchange(paper, heir)
	heir.step(job1(1), "accept", nil)
	another := newPeer(3)
	heir.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, another.certificate(ledger.Engineer), last))
	roster := heir.replica.Roster()
	if roster.Root() != heir.author.Actor() || !slices.Equal(roster.Holds(another.author.Actor()), []ledger.Role{ledger.Engineer}) {
		t.Fatalf("root %s, roles of the certified %v", roster.Root(), roster.Holds(another.author.Actor()))
	}
	states(t, heir.record(job1(1)), "accepted", 0)
	for _, s := range heir.record(job1(1)).Steps {
		if !s.Counts {
			t.Errorf("%s does not count: %s", s.Entry.Action, s.Why)
		}
	}
}

func TestAPaperKeyHoldsNoRole(t *testing.T) {
	root, paper, _ := founded()
	exchange(root, paper)
	root.step(job1(1), "receive", ledger.Fields{"title": "事"})
	exchange(root, paper)
	paper.step(job1(1), "void", nil)
	states(t, paper.record(job1(1)), "new", 0)
}

func TestOnlyTheRootNamesItsHeir(t *testing.T) {
	root, _, last := founded()
	other := newPeer(2)
	last = root.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, other.certificate(ledger.Engineer), last)).Hash
	exchange(root, other)
	other.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, other.certificate(ledger.Lead), last))
	if got := other.replica.Roster().Root(); got != root.author.Actor() {
		t.Errorf("an engineer made himself root: %s", got)
	}
}

func TestRolesThatHoldNowFollowChangesAndRevocations(t *testing.T) {
	peers := world(ledger.Lead, ledger.Engineer)
	root, eng := peers[0], peers[1]
	key := eng.author.Actor()
	last := root.write(ledger.RoleEntry(testLedger, key, []ledger.Role{ledger.Engineer, ledger.Auditor}, "", root.replica.Roster().Tip())).Hash
	if got := root.replica.Roster().Holds(key); !slices.Equal(got, []ledger.Role{ledger.Engineer, ledger.Auditor}) {
		t.Errorf("after the change: %v", got)
	}
	root.write(ledger.RevokeEntry(testLedger, key, "", last))
	if got := root.replica.Roster().Holds(key); got != nil {
		t.Errorf("after the revocation: %v", got)
	}
}

// FuzzRoster gives a roster step any text for its key, roles and last: whoever is not the root makes nobody anything.
func FuzzRoster(f *testing.F) {
	f.Add("root", "00", "lead", "", "")
	f.Add("certify", strings.Repeat("ab", 32), "center", strings.Repeat("cd", 32), "账号")
	f.Add("role", "", "center", "x", strings.Repeat("0", 64))
	f.Add("revoke", "\x00", "\xff", strings.Repeat("f", 64), "")
	f.Fuzz(func(t *testing.T, action, key, role, last, of string) {
		peers := world(ledger.Lead, ledger.Engineer)
		root, eng := peers[0], peers[1]
		if last == "" {
			last = string(root.replica.Roster().Tip())
		}
		tip := eng.replica.Tip(testLedger, eng.feed)
		entry := ledger.Entry{Record: ledger.RosterRecord(testLedger), Kind: ledger.RosterKind, Action: action, Fields: ledger.Fields{
			"key": key, "account": of, "roles": []any{role, 7}, "last": []any{last, nil}, "of": string(root.author.Actor()), "commit": last, "recovery": key}}
		s, err := eng.author.Write(tip, ledger.Draft{Entries: []ledger.Entry{entry}, Wall: eng.clock})
		if err != nil {
			return // no commit of this form
		}
		if raw, err := ledger.Read(s.Bytes); err != nil || root.replica.Add(raw) != nil {
			return
		}
		r := root.replica.Roster()
		if r.Root() != root.author.Actor() || r.Revoked(root.author.Actor()) || len(r.Certificates()) != 2 {
			t.Fatalf("%s by an engineer changed the roster", action)
		}
	})
}

func TestWhomRivalStepsCertifyIsSuspendedUntilOneNamesBoth(t *testing.T) {
	root, p, stranger := newPeer(0), newPeer(1), newPeer(3)
	last := root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, root.certificate(ledger.Lead))).Hash
	restored := newPeer(0)
	restored.feed = newPeer(2).feed
	exchange(root, restored)
	for _, r := range []*peer{root, restored} { // one does not know what the other did
		step := r.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, newPeer(5).certificate(ledger.Engineer), last)).Hash
		r.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, p.certificate(ledger.Engineer), step))
		exchange(r, p)
	}
	roster := p.replica.Roster()
	if _, ok := roster.Certificate(p.author.Actor()); ok {
		t.Error("a certificate counts that follows a rival step")
	}
	if c, ok := roster.Suspended(p.author.Actor()); !ok || c.Key != p.author.Actor() {
		t.Error("the certificate is not told as suspended")
	}
	if _, ok := roster.Suspended(stranger.author.Actor()); ok {
		t.Error("nobody certified the stranger")
	}
	exchange(p, restored)
	restored.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, restored.certificate(ledger.Lead), restored.replica.Roster().Last()...))
	exchange(p, restored)
	roster = p.replica.Roster()
	if _, ok := roster.Certificate(p.author.Actor()); !ok {
		t.Error("joined, it does not count")
	}
	if _, ok := roster.Suspended(p.author.Actor()); ok {
		t.Error("joined, it is still suspended")
	}
}
