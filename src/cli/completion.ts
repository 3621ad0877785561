import { Argument, type Command } from 'commander';
import { optionsOf, pathOf, withSubcommands } from './command-reference.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Adds `lbp completion SHELL`, which prints a script for the shell. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .description('Print a script that completes commands, options and their words.')
    .addHelpText(
      'after',
      `
Examples:
  lbp completion bash > ~/.local/share/bash-completion/completions/lbp
  lbp completion zsh > "\${fpath[1]}/_lbp"
  lbp completion fish > ~/.config/fish/completions/lbp.fish`,
    )
    .action((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell](wordsOf(program)));
    });
}

/** A command's path without `lbp`, and what can follow it. */
interface Words {
  readonly path: string;
  readonly about: string;
  readonly subcommands: readonly string[];
  readonly options: readonly {
    readonly flag: string;
    readonly about: string;
    readonly choices: readonly string[];
  }[];
}

function wordsOf(program: Command): Words[] {
  return withSubcommands(program).map((command) => ({
    path: pathOf(command).split(' ').slice(1).join(' '),
    about: command.description(),
    subcommands: command.commands.map((one) => one.name()),
    options: optionsOf(command).flatMap(({ long, description, argChoices }) =>
      long === undefined || long === null
        ? []
        : [{ flag: long, about: description, choices: argChoices ?? [] }],
    ),
  }));
}

/* The scripts are static, so a shell need not start a program at each press of Tab. */
const SCRIPTS: Record<Shell, (commands: readonly Words[]) => string> = { bash, zsh, fish };

function bash(commands: readonly Words[]): string {
  const cases = commands.map(
    ({ path, subcommands, options }) =>
      `    ${quoted(path)}) words=${quoted([...subcommands, ...options.map(({ flag }) => flag)].join(' '))} ;;\n`,
  );
  return `# bash completion for lbp
_lbp() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${knownPaths(commands)} " in *" \${path:+\${path}/}\${word} "*) path="\${path:+\${path}/}\${word}" ;; esac
  done
  case "\${path//\\// } \${previous}" in
${choiceCases(commands)}  esac
  if [ -z "$words" ]; then
    case "\${path//\\// }" in
${cases.join('')}    esac
  fi
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _lbp lbp
`;
}

function choiceCases(commands: readonly Words[]): string {
  return commands
    .flatMap(({ path, options }) =>
      options
        .filter(({ choices }) => choices.length > 0)
        .map(
          ({ flag, choices }) => `    ${quoted(`${path} ${flag}`)}) words=${quoted(choices.join(' '))} ;;\n`,
        ),
    )
    .join('');
}

/** Paths with a slash between their words, for use in a list. */
function knownPaths(commands: readonly Words[]): string {
  return commands
    .map(({ path }) => path.replaceAll(' ', '/'))
    .filter((path) => path !== '')
    .join(' ');
}

function zsh(commands: readonly Words[]): string {
  return `#compdef lbp
# zsh completes by way of the bash script.
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
}

function fish(commands: readonly Words[]): string {
  const lines = commands.flatMap(({ path, options }) => {
    const isHere = path === '' ? '__fish_use_subcommand' : seenAll(path);
    const children = commands.filter((other) => other.path !== '' && parentOf(other.path) === path);
    return [
      ...children.map(
        (child) =>
          `complete -c lbp -n ${quoted(path === '' ? '__fish_use_subcommand' : `${isHere}${notYet(children)}`)} -a ${quoted(lastOf(child.path))} -d ${quoted(child.about)}`,
      ),
      ...options.map(({ flag, about, choices }) =>
        [
          `complete -c lbp -n ${quoted(isHere)} -l ${flag.slice(2)} -d ${quoted(about)}`,
          ...(choices.length === 0 ? [] : [`-xa ${quoted(choices.join(' '))}`]),
        ].join(' '),
      ),
    ];
  });
  return `# fish completion for lbp\n${lines.join('\n')}\n`;
}

function seenAll(path: string): string {
  return path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
}

function notYet(children: readonly Words[]): string {
  return `; and not __fish_seen_subcommand_from ${children.map(({ path }) => lastOf(path)).join(' ')}`;
}

function parentOf(path: string): string {
  return path.split(' ').slice(0, -1).join(' ');
}

function lastOf(path: string): string {
  return path.split(' ').at(-1) ?? '';
}

/** In single quotes, valid in every shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
