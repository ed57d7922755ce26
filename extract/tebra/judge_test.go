package tebra

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

func fault(code, text string) string {
	return `<s:Envelope xmlns:s="` + soapSpace + `"><s:Body><s:Fault><faultcode xmlns:a="urn:x">a:` + code + `</faultcode><faultstring>` + text +
		` ` + extracttest.Canary + `</faultstring></s:Fault></s:Body></s:Envelope>`
}

// always answers questions of one operation with one text.
func always(op string, status int, body string) func(http.ResponseWriter, asked) bool {
	return func(w http.ResponseWriter, a asked) bool {
		if a.op == op {
			respond(w, status, body)
		}
		return a.op == op
	}
}

const denialText = "nothing more is asked with these credentials"

// TestWhatTheServiceMeans goes through the catalogue of errors. The question is page 1 of a list.
func TestWhatTheServiceMeans(t *testing.T) {
	t.Parallel()
	op := getPractices
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		outcome models.Outcome
		says    string
		advises string
		asked   int
	}{
		{
			"a wrong password", 200, message(op, security(false, false, true, "", "")+`<Practices i:nil="true"/>`),
			models.NeedsPerson, "the user or the password is wrong", denialText, 1,
		},
		{
			"a wrong key", 200, message(op, security(false, false, false, "", "")),
			models.NeedsPerson, "the Tebra customer key is not valid", "Tebra customer key", 1,
		},
		{
			"a wrong key, and a flag that says the contrary", 200,
			message(op, strings.ReplaceAll(security(true, true, false, "", ""), "Success>false", "Success>true")),
			models.NeedsPerson, "customer key is not valid", denialText, 1,
		},
		{
			"an error and a wrong password", 200,
			message(op, `<ErrorResponse><IsError>true</IsError></ErrorResponse><SecurityResponse><Authenticated>False</Authenticated></SecurityResponse>`),
			models.NeedsPerson, "password is wrong", denialText, 1,
		},
		{"401", 401, "", models.NeedsPerson, "status 401", denialText, 1},
		{
			"no permission", 200, message(op, security(true, false, true, "Read Practice,Find &amp; Seek", "")),
			models.NotEntitled, `the user may not call GetPractices without "Read Practice", "Find & Seek"`, `System Administrator for "Read Practice", "Find & Seek"`, 1,
		},
		{
			"no permission, and names that are none", 200, message(op, security(true, false, true, "4111 1111,Testperson: ZZ", "")),
			models.NotEntitled, "the user may not call GetPractices", "allow GetPractices", 1,
		},
		{
			"no filter", 200, message(op, failure("Object reference not set to an instance of an object.")),
			models.Failed, "the service reports an error: Object reference not set", "Customer Care", 1,
		},
		{"an error", 200, message(op, failure(extracttest.Canary)), models.Failed, "the service reports an error", "Customer Care", 1},
		{"an error without a security response", 200, message(op, `<ErrorResponse><IsError>true</IsError></ErrorResponse>`), models.Failed, "reports an error", "later", 1},
		{"a busy database", 200, message(op, failure("Timeout expired. "+extracttest.Canary)), models.Unreachable, "Timeout expired", "later", 5},
		{"too many days", 200, message(op, failure("Posting date range cannot exceed 60 days")), models.Failed, "wider than the service takes", "newer", 1},
		{"a fault", 500, fault("InternalServiceFault", ""), models.Unreachable, "status 500 after 5 attempts: the service fell over (InternalServiceFault)", "Tebra's side", 5},
		{"a fault with 200", 200, fault("InternalServiceFault", ""), models.Unreachable, "fell over", "Tebra's side", 5},
		{"a fault of another kind", 500, fault("Sender", ""), models.Unreachable, "the service fell over", "later", 5},
		{"an unreadable request", 500, fault("DeserializationFailed", "Expecting element 'Fields'"), models.Failed, "cannot read the request (DeserializationFailed)", "newer", 1},
		{"another contract", 500, fault("ActionNotSupported", "a ContractFilter mismatch at the EndpointDispatcher"), models.NotEntitled, "does not have the operation", "other datasets go on", 1},
		{"415", 415, "no", models.Failed, "status 415", "base_url", 1},
		{"404", 404, "no", models.Failed, "status 404", "base_url", 1},
		{"403", 403, "no", models.NotEntitled, "status 403", "check", 1},
		{"503", 503, "no", models.Unreachable, "status 503 after 5 attempts", "later", 5},
		{"half an answer", 200, message(op, security(true, true, true, "", ""))[:400], models.Unreachable, "not whole XML", "later", 5},
		{"an empty answer", 200, "", models.Unreachable, "after 5 attempts", "later", 5},
		{"text behind the answer", 200, message(op, security(true, true, true, "", "")) + "x", models.Unreachable, "not whole XML", "later", 5},
		{"two answers", 200, strings.Repeat(message(op, security(true, true, true, "", "")), 2), models.Unreachable, "another question", "later", 5},
		{"another operation's answer", 200, message(getPatients, security(true, true, true, "", "")), models.Unreachable, "another question", "later", 5},
		{"no result", 200, strings.ReplaceAll(message(op, ""), "GetPracticesResult", "Other"), models.Unreachable, "no result", "later", 5},
		{"an empty result", 200, message(op, ""), models.Unreachable, "no result", "later", 5},
		{"a document type", 200, "<!DOCTYPE x>" + message(op, security(true, true, true, "", "")), models.Unreachable, "document type", "later", 5},
		{"a deep answer", 200, message(op, strings.Repeat("<a>", 70)+strings.Repeat("</a>", 70)), models.Unreachable, "too deeply", "later", 5},
		{"too early for ever", 200, message(op, failure("429: GetPractices endpoint requested more than allowed over time interval 500 milliseconds.")), models.Unreachable, "too close together", "another program", 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = always(op, tt.status, tt.body)
				w := s.window(providers, models.Snapshot, time.Time{}, time.Time{})
				_, err := s.run(t, w, nil)
				if err == nil {
					t.Fatal("got no error")
				}
				f, ok := errors.AsType[extract.Finder](err)
				if !ok || f.Outcome() != tt.outcome {
					t.Fatalf("got %v, want outcome %s", err, tt.outcome)
				}
				text := err.Error() + "\n" + f.Advice()
				if !strings.Contains(err.Error(), tt.says) || !strings.Contains(f.Advice(), tt.advises) {
					t.Errorf("got %q, want %q and %q", text, tt.says, tt.advises)
				}
				for _, secret := range []string{"CANARY", "Testperson", testUser, "4111", "StackTrace"} {
					if strings.Contains(text, secret) {
						t.Errorf("%q says %q", text, secret)
					}
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
}

// TestAnswersThatPass are odd and whole.
func TestAnswersThatPass(t *testing.T) {
	t.Parallel()
	rows := `<Providers><ProviderData><ID>7</ID><PracticeID>1</PracticeID></ProviderData></Providers>`
	for _, tt := range []struct {
		name string
		body string
		want int64
	}{
		{"a security response of nil", `<ErrorResponse><IsError>false</IsError></ErrorResponse><SecurityResponse i:nil="true"/>` + rows, 1},
		{"no error and no security response", rows, 1},
		{"the order turned round", rows + security(true, true, true, "", ""), 1},
		{"a payload of nil", security(true, true, true, "", "") + `<Providers i:nil="true"/>`, 0},
		{"no payload", security(true, true, true, "", ""), 0},
		{"a record of nulls", security(true, true, true, "", "") + `<Providers><ProviderData><ID i:nil="true"/><Notes/></ProviderData></Providers>`, 0},
		{"prefixes", `<x:ErrorResponse xmlns:x="` + space + `"><x:IsError>false</x:IsError></x:ErrorResponse>` + rows, 1},
		{"words of the throttle in a record", `<Providers><ProviderData><ID>7</ID><PracticeID>1</PracticeID><Notes>endpoint requested more than allowed</Notes></ProviderData></Providers>`, 1},
		{"CDATA and numbers of characters", `<Providers><ProviderData><ID><![CDATA[ 7 ]]></ID><PracticeID>&#49;</PracticeID></ProviderData></Providers>`, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.practices = s.practices[:1]
				s.answer = always(getProviders, 200, message(getProviders, tt.body))
				pages, v := s.must(t, s.window(providers, models.Snapshot, time.Time{}, time.Time{}), nil)
				if v.Distinct != tt.want || len(pages) != 2 || (v.Outcome == models.Empty) != (tt.want == 0) || v.Remark != "" {
					t.Errorf("got %+v from %d pages", v, len(pages))
				}
			})
		})
	}
}

// TestTooEarly recognises the throttle in every spelling, waits, and costs no retries.
func TestTooEarly(t *testing.T) {
	t.Parallel()
	const latency = 400 * time.Millisecond // the lane is left alone from the answer on
	text := "429: GetProviders endpoint requested more than allowed over time interval 2000 milliseconds. Please wait to try again."
	for _, tt := range []struct {
		name   string
		status int
		kind   string
		body   string
		waits  time.Duration
	}{
		{"as told", 200, "text/xml", message(getProviders, failure(text)), 2250 * time.Millisecond},
		{"without a number", 200, "text/xml", message(getProviders, failure("GetProviders ENDPOINT requested more than allowed")), 750 * time.Millisecond},
		{"without an interval that makes sense", 200, "text/xml", message(getProviders, failure("endpoint requested more than allowed over time interval NaN milliseconds")), 750 * time.Millisecond},
		{"with an interval of a week", 200, "text/xml", message(getProviders, failure("endpoint requested more than allowed over time interval 604800000 milliseconds")), 750 * time.Millisecond},
		{"429", 429, "text/xml", message(getProviders, failure(text)), 2250 * time.Millisecond},
		{"500", 500, "text/xml", fault("InternalServiceFault", text), 2250 * time.Millisecond},
		{"broken XML", 200, "text/xml", "<s:Envelope><ErrorMessage>" + text, 2250 * time.Millisecond},
		{"another operation's shape", 200, "text/xml", message("Unknown", failure(text)), 2250 * time.Millisecond},
		{"plain text", 200, "text/plain", text, 2250 * time.Millisecond},
		{"HTML with 503", 503, "text/html", "<html>" + text, 2250 * time.Millisecond},
		{"without IsError", 200, "text/xml", message(getProviders, "<ErrorResponse><ErrorMessage>"+text+"</ErrorMessage></ErrorResponse>"), 2250 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.practices = s.practices[:1]
				early := 8 // more than there are attempts
				s.answer = func(w http.ResponseWriter, a asked) bool {
					if a.op != getProviders || early == 0 {
						return false
					}
					early--
					s.mu.Unlock()
					time.Sleep(latency)
					s.mu.Lock()
					w.Header().Set("Content-Type", tt.kind)
					w.WriteHeader(tt.status)
					_, _ = w.Write([]byte(tt.body))
					return true
				}
				if _, v := s.must(t, s.window(providers, models.Snapshot, time.Time{}, time.Time{}), nil); v.Outcome != models.Empty {
					t.Errorf("got %+v", v)
				}
				var last time.Time
				for _, a := range s.asked[1:] {
					if gap := a.at.Sub(last); !last.IsZero() && (gap < tt.waits+latency || gap > tt.waits+latency+time.Second) {
						t.Errorf("asked again after %s, want %s and a little", gap, tt.waits)
					}
					last = a.at
				}
				if got := len(s.asked); got != 10 {
					t.Errorf("asked %d times, want 10", got)
				}
			})
		})
	}
}

// TestARefusedPasswordIsSentOnce starts everything at once, in two tenants of one account, again and again.
func TestARefusedPasswordIsSentOnce(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		accounts := NewAccounts()
		config := testConfig()
		config.Auth.Password = models.NewSecret("wrong")
		for range 2 { // rounds of a watch
			for _, tenant := range []string{"a", "b"} {
				source, err := New(tenant, config, s.env, accounts)
				if err != nil {
					t.Fatal(err)
				}
				done := make(chan error)
				all := source.Datasets()[:8]
				for _, d := range all {
					go func() {
						w := models.NewWindow("tebra", tenant, d.Name, models.Snapshot, time.Now())
						_, err := extracttest.Collect(d.Pages(t.Context(), w, nil, nil))
						done <- err
					}()
				}
				for range all {
					if err := <-done; extract.OutcomeOf(err) != models.NeedsPerson {
						t.Errorf("got %v, want that a person is needed", err)
					}
				}
			}
		}
		if got := s.took(); len(got) != 1 {
			t.Errorf("asked %d times, want once: %v", len(got), got)
		}
		config.Auth.Password = models.NewSecret(testPassword)
		source, err := New("a", config, s.env, accounts)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.Check(t.Context()); err != nil {
			t.Errorf("the right password does not help: %v", err)
		}
	})
}

// TestARefusedPasswordIsNotSentTheNextNight either, by another process of the same home, until a person asks for it.
func TestARefusedPasswordIsNotSentTheNextNight(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.env.Vault = extracttest.Vault()
		config := testConfig()
		process := func(tenant string) *Source {
			s.env.Memory = "memory/" + tenant
			source, err := New(tenant, config, s.env, NewAccounts())
			if err != nil {
				t.Fatal(err)
			}
			return source
		}
		night := func(tenant string) (asked int, err error) {
			source := process(tenant)
			for _, d := range source.Datasets()[:8] {
				w := models.NewWindow("tebra", tenant, d.Name, models.Snapshot, time.Now())
				if _, failed := extracttest.Collect(d.Pages(t.Context(), w, nil, nil)); err == nil {
					err = failed
				}
			}
			return len(s.took()), err
		}
		refused := true
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if refused {
				reply(w, a.op, security(false, false, true, "", ""))
			}
			return refused
		}
		if n, err := night("a"); n != 1 || !strings.Contains(err.Error(), "the user or the password is wrong") {
			t.Errorf("the first night asked %d times: %v", n, err)
		}
		for _, tenant := range []string{"a", "b"} { // of one account
			n, err := night(tenant)
			f, ok := errors.AsType[extract.Finder](err)
			if n != 0 || !ok || f.Outcome() != models.NeedsPerson || !strings.Contains(err.Error(), "were refused on 2000-01-01 and are not sent again") ||
				!strings.Contains(f.Advice(), "or have the account unlocked, then: carehouse check "+tenant) {
				t.Errorf("the second night of %s asked %d times: %v", tenant, n, err)
			}
		}
		report, err := process("a").Check(t.Context())
		if n := len(s.took()); err != nil || n != 1 || !locked(report) {
			t.Errorf("a check asked %d times: %+v, %v", n, report, err)
		}
		refused = false
		if report, err := process("a").Check(t.Context()); err != nil || locked(report) {
			t.Errorf("got %+v, %v from a check after the unlock", report, err)
		}
		s.took()
		if n, _ := night("b"); n < 8 {
			t.Errorf("the night after that asked %d times", n)
		}
		refused = true
		for _, password := range []string{testPassword, "changed"} {
			config.Auth.Password = models.NewSecret(password)
			if n, _ := night("a"); n != 1 {
				t.Errorf("another password was sent %d times", n)
			}
		}
	})
}

// TestAPasswordThatIsChangedBetweenRounds is sent once, not by all lanes at once.
func TestAPasswordThatIsChangedBetweenRounds(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		accounts := NewAccounts()
		round := func() int {
			source, err := New("a", testConfig(), s.env, accounts)
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			all := source.Datasets()[:8]
			for _, d := range all {
				go func() {
					w := models.NewWindow("tebra", "a", d.Name, models.Snapshot, time.Now())
					_, err := extracttest.Collect(d.Pages(t.Context(), w, nil, nil))
					done <- err
				}()
			}
			for range all {
				<-done
			}
			return len(s.took())
		}
		if got := round(); got < 8 {
			t.Fatalf("asked %d times with the right password", got)
		}
		s.answer = func(w http.ResponseWriter, a asked) bool {
			s.mu.Unlock()
			time.Sleep(time.Second)
			s.mu.Lock()
			reply(w, a.op, security(false, false, true, "", ""))
			return true
		}
		if got := round(); got != 1 {
			t.Errorf("asked %d times with the old password, want once", got)
		}
	})
}

// TestWhoIsAskedFirst is never the operation that does not tell a wrong password.
func TestWhoIsAskedFirst(t *testing.T) {
	t.Parallel()
	on(t, func(c *Config) { c.Auth.Password = models.NewSecret("wrong") }, func(t *testing.T, s *stage) {
		t.Helper()
		_, err := s.run(t, s.window(customers, models.Snapshot, time.Time{}, time.Time{}), nil)
		if got := s.took(); extract.OutcomeOf(err) != models.NeedsPerson || len(got) != 1 || got[0] != getPractices {
			t.Errorf("got %v behind %v", err, got)
		}
	})
}

// TestSamples reads what is known of faults from the vendor's customers, where it is beside the checkout.
func TestSamples(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "apis", "tebra", "faults")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the samples are not beside the checkout")
	}
	for _, tt := range []struct {
		file, op string
		kind     kind
	}{
		{"http200_bad_credentials_GetPatients", getPatients, denied},
		{"http200_missing_filter_GetAppointments", getAppointments, failing},
		{"http200_missing_permission_GetCharges", getCharges, lacking},
		{"http200_no_match_phantom_row_GetPatients", getPatients, 0},
		{"http200_throttled_GetPatients", getPatients, hurried},
		{"http500_ActionNotSupported", getPatients, unknown},
		{"http500_DeserializationFailed", getPatients, misread},
		{"http500_InternalServiceFault", getPatients, faulty},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(filepath.Join(folder, tt.file+".xml"))
			if err != nil {
				t.Fatal(err)
			}
			s, err := New("my-co", testConfig(), transport.Env{Clock: time.Now}, NewAccounts())
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.judge(&question{op: byName(tt.op)}, body)
			if tt.kind == 0 {
				if err != nil || len(a.rows) != 0 {
					t.Errorf("got %v, %v, want no rows", a, err)
				}
				return
			}
			if !is(err, tt.kind) {
				t.Errorf("got %v, want kind %d", err, tt.kind)
			}
		})
	}
}

// TestSkeletons reads the key of every operation's records from answers in the vendor's schema.
func TestSkeletons(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "apis", "tebra", "response_skeletons")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the skeletons are not beside the checkout")
	}
	for _, op := range operations() {
		if op.name == getReasons {
			continue
		}
		body, err := os.ReadFile(filepath.Join(folder, op.name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		a, err := op.read(body)
		if err != nil || len(a.rows) != 1 {
			t.Errorf("%s: got %v, %v, want a row", op.name, a, err)
			continue
		}
		for i, text := range a.rows[0] {
			if text == "" && op.reads[i] != "PracticeName" && op.name != getThrottles {
				t.Errorf("%s: %s is empty", op.name, op.reads[i])
			}
		}
		if op.name != getCustomer && (fmt.Sprint(a.practices) != "[1]" || !a.authorized.set || !a.keyValid.set) {
			t.Errorf("%s: got %+v around the rows", op.name, a)
		}
		if op.name == getAllPatients && a.next != 1001 {
			t.Errorf("got next %d", a.next)
		}
		if _, err := op.read(op.nothing()); err != nil && !errors.Is(err, errNothing) {
			t.Errorf("%s: an answer of nothing is not XML: %v", op.name, err)
		}
	}
}
