package actions

import "context"

// Version gives the server's version.
func (s *Service) Version(_ context.Context, _ Call, _ struct{}) (string, error) {
	return s.version, nil
}
