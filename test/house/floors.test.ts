import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the house, the lowest first. A file imports from its own room and from the rooms below it. */
const FLOORS = [
  'lib/base',
  'lib/outbox',
  'lib/speech',
  'lib/language',
  'lib/settings',
  'lib/handoff',
  'lib/conversation',
  'lib/http',
  'lib/vapi',
  'lib/twilio',
  'lib/followup',
  'lib/crm',
  'lib/capacity',
  'lib/desk',
  'lib/tools',
  'lib/outbound',
  'lib/doctor',
  'lib/inbound',
  'lib/board',
  'lib/pages',
  'lib/aws',
  'lib/lambda',
  'functions',
];

const IMPORT = /(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+)'/gm;

const importedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) => normalize(join(file, '..', path)));
const files = globSync(['lib/**/*.ts', 'functions/*.ts']).sort();
const importsOf = new Map(files.map((file) => [file, importedBy(file)]));
const roomOf = (file: string): string => FLOORS.find((room) => file.startsWith(`${room}/`)) ?? 'no room';
const floorOf = (file: string): number => FLOORS.indexOf(roomOf(file));

describe('The house', () => {
  // Node runs these files as they are. The linter's rule for it costs nine seconds: it reads all of node_modules.
  it('is imported by the names of its files', () => {
    const all = globSync('{lib,functions,infra,test}/**/*.ts');
    const missing = all.flatMap((file) =>
      importedBy(file)
        .filter((imported) => !existsSync(imported))
        .map((imported) => `${file} -> ${imported}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every file in a room whose floor is known', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it('is imported downwards only', () => {
    const upwards = files.flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter((imported) => floorOf(imported) < 0 || floorOf(imported) > floorOf(file))
        .map((imported) => `${file} -> ${imported}`),
    );
    expect(upwards).toEqual([]);
  });

  it('has no circle of files', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (path.includes(file) || done.has(file)) return;
      for (const imported of importsOf.get(file) ?? []) visit(imported, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
