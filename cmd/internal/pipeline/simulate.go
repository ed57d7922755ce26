package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
)

// A served API is a simulator behind a loopback address.
type served struct {
	driver extract.Driver
	api    extract.Simulated
	url    string
	server *http.Server
	ended  chan error
}

// serve puts simulators behind loopback addresses: the first source at the port that was asked for, the next ones
// behind it; port 0 lets the system choose.
func (p *Pipeline) serve(ctx context.Context, what engine.SimulateAsk) ([]*served, error) {
	host, port, err := loopback(what.Listen)
	if err != nil {
		return nil, err
	}
	if d, ok := p.find(what.Source); ok && d.Simulate == nil {
		return nil, &engine.Fault{
			Exit: engine.Usage, What: d.Name + " cannot be simulated", Why: "it has no simulator", Next: "serve those that have: carehouse simulate",
		}
	}
	var all []*served
	for _, d := range p.Drivers {
		if d.Simulate == nil || what.Source != "" && what.Source != d.Name {
			continue
		}
		api, err := d.Simulate(extract.SimulateOptions{Seed: what.Seed, Size: what.Size, Clock: p.Clock, Faults: what.Faults})
		if err != nil {
			return all, p.unknownFault(d, what, err)
		}
		s, err := listen(ctx, d, api, net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			return all, err
		}
		all = append(all, s)
		if port > 0 {
			port++
		}
	}
	return all, nil
}

// unknownFault lists what can be switched on at a source. What one source knows another may not.
func (p *Pipeline) unknownFault(d extract.Driver, what engine.SimulateAsk, err error) error {
	api, broken := d.Simulate(extract.SimulateOptions{Seed: what.Seed, Size: 1, Clock: p.Clock})
	if broken != nil || len(what.Faults) == 0 {
		return err
	}
	return &engine.Fault{
		Exit: engine.Usage, What: "--fault for " + d.Name + ": " + err.Error(), Why: "known there: " + strings.Join(api.Faults(), ", "),
		Next: "name one of these, and the source: carehouse simulate " + d.Name + " --fault " + api.Faults()[0], Err: err,
	}
}

// loopback takes an address apart and refuses one that others could reach: simulated data is nobody's, but a habit of
// serving on every address is.
func loopback(address string) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(address)
	if err == nil {
		port, err = strconv.Atoi(text)
	}
	ip := net.ParseIP(host)
	if err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", 0, &engine.Fault{
			Exit: engine.Usage, What: "the address to serve at is not one of this machine alone",
			Why: "a simulator has no protection", Next: "carehouse simulate --listen 127.0.0.1:8080",
		}
	}
	return host, port, nil
}

func listen(ctx context.Context, d extract.Driver, api extract.Simulated, address string) (*served, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("simulate %s: %w", d.Name, err)
	}
	s := &served{
		driver: d, api: api, url: "http://" + listener.Addr().String(),
		server: &http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second}, ended: make(chan error, 1),
	}
	go func() { s.ended <- s.server.Serve(listener) }()
	return s, nil
}

// stop ends the servers.
func stop(all []*served) error {
	var err error
	for _, s := range all {
		err = errors.Join(err, s.server.Close())
		if ended := <-s.ended; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
	}
	return err
}

// configuration returns a carehouse.yaml that fetches from the servers, and the variables and files that it refers to.
func configuration(home string, all []*served) (text string, env map[string]string, files map[string][]byte) {
	var b strings.Builder
	b.WriteString("home: " + home + "\ntenants:\n")
	env, files = map[string]string{}, map[string][]byte{}
	for _, s := range all {
		name := "demo-" + s.driver.Name
		entry, variables := s.api.Tenant(name, s.url)
		if beside, ok := s.api.(extract.Files); ok {
			maps.Copy(files, beside.Files(name))
		}
		for i, line := range strings.Split(strings.TrimSpace(entry), "\n") {
			indent := "    "
			if i == 0 {
				indent = "  - "
			}
			b.WriteString(indent + line + "\n")
		}
		maps.Copy(env, variables)
	}
	return b.String(), env, files
}

// simulate serves until the context ends.
func (p *Pipeline) simulate(ctx context.Context, _ engine.Run, what engine.SimulateAsk, ready func(engine.Simulator)) error {
	all, err := p.serve(ctx, what)
	if err != nil {
		return errors.Join(err, stop(all))
	}
	got := engine.Simulator{}
	text, env, files := configuration("./home", all)
	got.Config = text
	for name, content := range files {
		got.Files = append(got.Files, engine.SimulatedFile{Path: name, Content: string(content)})
	}
	slices.SortFunc(got.Files, func(a, b engine.SimulatedFile) int { return strings.Compare(a.Path, b.Path) })
	for _, s := range all {
		got.Sources = append(got.Sources, engine.SimulatedSource{Source: s.driver.Name, URL: s.url, Faults: what.Faults})
	}
	for name, value := range env {
		got.Env = append(got.Env, name+"="+value)
	}
	slices.Sort(got.Env)
	ready(got)
	<-ctx.Done()
	return stop(all)
}
