import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeclaredMetric, declaredMetrics } from '@courtyard/observe';
import '../../apps/egress/src/metrics.js';

/** Dashboard, alerts and guide name the metrics that the processes tell, and no others. */
const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const dashboard = JSON.parse(read('deploy/grafana/courtyard.json')) as {
  panels: { type: string; title: string; targets?: { expr: string; legendFormat: string }[] }[];
};
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const alerts = read('deploy/prometheus/alerts.yml');
const rules = Array.from(alerts.matchAll(/^ +expr: (.+)$/gm), ([, expr = '']) => expr);
const declared = declaredMetrics();

const namesIn = (text: string) => [
  ...new Set(Array.from(text.matchAll(/\bcourtyard_[a-z_]+/g), ([name]) => name)),
];

/** Names that no process tells. */
function unknownNames(text: string, metrics: readonly DeclaredMetric[]): string[] {
  const known = new Set(metrics.flatMap(({ series }) => series));
  return namesIn(text).filter((name) => !known.has(name));
}

/** Labels by which a metric is asked for, or put together, and that it does not have. */
function unknownLabels(expr: string, metrics: readonly DeclaredMetric[]): string[] {
  const asked = Array.from(
    expr.matchAll(/(courtyard_[a-z_]+)(?:\{([^}]*)\})?/g),
    ([, name = '', by = '']) => ({
      name,
      by: Array.from(by.matchAll(/(\w+)\s*[=!]/g), ([, label = '']) => label),
    }),
  );
  const grouped = Array.from(expr.matchAll(/\bby \(([^)]*)\)/g), ([, by = '']) => by.split(/,\s*/)).flat();
  return asked.flatMap(({ name, by }) => {
    const labels = metrics.find(({ series }) => series.includes(name))?.labels ?? [];
    const has = [...labels, ...(name.endsWith('_bucket') ? ['le'] : [])];
    return [...by, ...grouped]
      .filter((label) => !has.includes(label))
      .map((label) => `${name} has no ${label}`);
  });
}

test('the dashboard shows every metric, and no other', () => {
  const text = expressions.join('\n');
  expect(unknownNames(text, declared)).toEqual([]);
  const shown = new Set(namesIn(text));
  expect(declared.flatMap(({ series }) => series).filter((name) => !shown.has(name))).toEqual([]);
  expect(expressions.flatMap((expr) => unknownLabels(expr, declared))).toEqual([]);
});

test('alerts ask for metrics that there are, and say what to do', () => {
  expect(rules.length).toBeGreaterThan(8);
  expect(unknownNames(rules.join('\n'), declared)).toEqual([]);
  expect(rules.flatMap((expr) => unknownLabels(expr, declared))).toEqual([]);
  const count = (field: RegExp) => alerts.match(field)?.length;
  expect([count(/^ +summary: \S/gm), count(/^ +todo: \S/gm), count(/severity: /g)]).toEqual(
    Array.from({ length: 3 }, () => rules.length),
  );
  for (const topic of ['log_waiting', 'log_unsigned', 'egress_look', 'deliveries', 'backup'])
    expect(rules.join()).toContain(topic);
});

test('the guide for operators lists each of them', () => {
  const guide = read('docs/guides/operator.md');
  const listed = Array.from(guide.matchAll(/^\| `(courtyard_[a-z_]+)` \|/gm), ([, name]) => name);
  expect([...listed].sort()).toEqual(declared.map(({ name }) => name).sort());
});

test('control: a name or a label that does not exist is found', () => {
  expect(unknownNames('rate(courtyard_posts_by_person_total[5m])', declared)).toEqual([
    'courtyard_posts_by_person_total',
  ]);
  expect(unknownLabels('sum by (employee) (courtyard_requests_total{organisation="x"})', declared)).toEqual([
    'courtyard_requests_total has no organisation',
    'courtyard_requests_total has no employee',
  ]);
});
