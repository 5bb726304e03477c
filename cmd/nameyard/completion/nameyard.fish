# Completion of nameyard's command line for fish: nameyard completion fish > ~/.config/fish/completions/nameyard.fish
function __nameyard_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] complete -- $words[2..-1] 2>/dev/null)
    if test "$found[1]" = :files
        __fish_complete_path (commandline -ct)
    else
        string join \n -- $found
    end
end
complete -c nameyard -f -a '(__nameyard_complete)'
