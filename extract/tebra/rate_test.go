package tebra

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A bumpy road delays requests, each by another time, but never by more than the margin.
type bumpy struct {
	next http.RoundTripper
	mu   sync.Mutex
	n    int
}

// RoundTrip implements [http.RoundTripper].
func (b *bumpy) RoundTrip(r *http.Request) (*http.Response, error) {
	b.mu.Lock()
	b.n++
	wait := time.Duration(b.n*37%200) * time.Millisecond
	b.mu.Unlock()
	time.Sleep(wait)
	return b.next.RoundTrip(r)
}

// TestLanes lets one or two tenants of one account, each with all of its datasets side by side, ask a service that enforces the
// published intervals and takes its time to answer: none of them comes too early, and each lane is used to its end.
func TestLanes(t *testing.T) {
	t.Parallel()
	for _, tenants := range [][]string{{"a"}, {"a", "b"}} {
		t.Run(strings.Join(tenants, " and "), func(t *testing.T) {
			t.Parallel()
			lanes(t, tenants)
		})
	}
}

func lanes(t *testing.T, tenants []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		time.Sleep(time.Until(at("2025-06-01")))
		f.fill(at("2024-06-01"), 60, 6)
		f.enforce = true
		f.answer = func(http.ResponseWriter, asked) bool {
			f.mu.Unlock()
			time.Sleep(170 * time.Millisecond)
			f.mu.Lock()
			return false
		}
		env := transport.Env{Clock: time.Now, Network: &bumpy{next: extracttest.Serve(t, f)}}
		accounts := NewAccounts()
		first := map[string]time.Time{} // by operation
		var all sync.WaitGroup
		for _, tenant := range tenants {
			config := testConfig()
			config.BatchSize = 10
			source, err := New(tenant, config, env, accounts)
			if err != nil {
				t.Fatal(err)
			}
			all.Go(func() { firstSync(t, tenant, source) })
		}
		all.Wait()
		if f.early != 0 {
			t.Errorf("came too early %d times", f.early)
		}
		count, last := map[string]int{}, map[string]time.Time{}
		for _, a := range f.asked {
			if count[a.op]++; count[a.op] == 1 {
				first[a.op] = a.at
			}
			last[a.op] = a.at
		}
		for op, n := range count {
			if n < 15 || op == getPractices { // those are asked for by the others, when they begin
				continue
			}
			took := last[op].Sub(first[op])
			ideal := time.Duration(n-1) * (published(op) + 250*time.Millisecond)
			if used := float64(ideal) / float64(took); used < 0.95 {
				t.Errorf("%s: %d calls took %s, which uses %.0f %% of the lane", op, n, took, 100*used)
			}
			t.Logf("%s: %d calls in %s of %s", op, n, took, ideal)
		}
	})
}

// firstSync fetches first windows as the pipeline does: lane by lane, leaders before those that follow them.
func firstSync(t *testing.T, tenant string, source *Source) {
	t.Helper()
	type done struct {
		ready chan struct{}
		pages []models.Page
		past  models.Past
	}
	ends := map[string]*done{}
	for _, d := range source.Datasets() {
		ends[d.Name] = &done{ready: make(chan struct{})}
	}
	var all sync.WaitGroup
	for _, d := range source.Datasets() {
		all.Go(func() {
			own := ends[d.Name]
			defer close(own.ready)
			want := extract.Want{Now: time.Now()}
			var lead []models.Page
			if d.Leader != "" {
				<-ends[d.Leader].ready
				want.Lead, lead = []models.Past{ends[d.Leader].past}, ends[d.Leader].pages
			}
			for _, w := range d.Plan(nil, want) {
				pages, err := extracttest.Collect(d.Pages(t.Context(), w, nil, extracttest.Landed(lead...)))
				if err != nil {
					t.Errorf("%s/%s: %v", tenant, d.Name, err)
					return
				}
				own.pages, own.past = pages, models.Past{Window: w, Verdict: *pages[len(pages)-1].Verdict}
			}
		})
	}
	all.Wait()
}

// TestThrottlesAreObeyed takes the intervals that GetThrottles names, in whichever spelling.
func TestThrottlesAreObeyed(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		row := func(endpoint, ms string) string {
			return "<ThrottleDetail><Endpoint>" + endpoint + "</Endpoint><ThrottleTimeMs>" + ms + "</ThrottleTimeMs></ThrottleDetail>"
		}
		s.answer = always(getThrottles, 200, message(getThrottles, security(true, true, true, "", "")+"<ThrottleDetails>"+
			row("GETCHARGES", "2000")+row("KareoServices/GetPatients", "1.5E3")+row("http://www.kareo.com/api/schemas/KareoServices/GetPatient", "300")+
			row("GetProcedureCode", "100")+row("CreatePatient", "9000")+row("GetPayments", "-1")+row("GetProviders", "NaN")+
			row("GetServiceLocations", "")+row("GetTransactions", "999999999")+row("IKareoServices.GetAppointments", "0")+"</ThrottleDetails>"))
		pages, v := s.must(t, s.window(throttles, models.Snapshot, time.Time{}, time.Time{}), nil)
		if v.Distinct != 10 {
			t.Errorf("got %+v", v)
		}
		want := map[string]time.Duration{
			getCharges: 2 * time.Second, getPatients: 1500 * time.Millisecond, getPatient: 300 * time.Millisecond, getCodes: 100 * time.Millisecond,
			getPayments: time.Second, getProviders: 500 * time.Millisecond, getLocations: 500 * time.Millisecond, getTransactions: time.Second,
			getAppointments: 0, getAllPatients: 5 * time.Second,
		}
		check := func(s *Source) {
			t.Helper()
			for op, interval := range want {
				if got := s.account.apart(op); got != interval+250*time.Millisecond {
					t.Errorf("%s: got %s, want %s and the margin", op, got, interval)
				}
			}
		}
		check(s.source)
		other, err := New("other", testConfig(), s.env, NewAccounts())
		if err != nil {
			t.Fatal(err)
		}
		s.source = other // an interrupted run goes on with what was landed
		s.must(t, s.window(throttles, models.Snapshot, time.Time{}, time.Time{}), nil, pages...)
		check(other)
		for _, d := range other.Datasets() {
			if d.Interval != other.account.apart(d.Lane) || d.Lane == "" {
				t.Errorf("%s: got lane %q and interval %s", d.Name, d.Lane, d.Interval)
			}
		}
	})
}

// TestTheLargestMarginCounts for all tenants of an account.
func TestTheLargestMarginCounts(t *testing.T) {
	t.Parallel()
	accounts := NewAccounts()
	for _, margin := range []time.Duration{time.Second, 100 * time.Millisecond} {
		config := testConfig()
		config.Margin = margin
		s, err := New("my-co", config, transport.Env{Clock: time.Now}, accounts)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.account.apart(getCharges); got != 2*time.Second {
			t.Errorf("got %s with a margin of %s", got, margin)
		}
	}
}

// TestPublishedIntervals compares the code with the table that was made of the vendor's guide, where it is.
func TestPublishedIntervals(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../shared/apis/tebra/throttles_2025.tsv")
	if err != nil {
		t.Skip("the table is not beside the checkout")
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "\t")
		if byName(cells[0]) == nil {
			continue
		}
		if got := strconv.FormatInt(published(cells[0]).Milliseconds(), 10); got != cells[1] {
			t.Errorf("%s: got %s ms, want %s", cells[0], got, cells[1])
		}
	}
}
