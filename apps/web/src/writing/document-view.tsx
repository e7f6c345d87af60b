import type { Block, Inline, Mark, TableCell, Words, Writing } from '@courtyard/writing';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useMemo } from 'react';
import { useSearched } from '../search/searched';
import styles from './document.module.css';
import type { Named } from './said';
import { linkedText, shownLink } from './shown-link';

/** What a document is shown as: elements made from its JSON, each by its own line here. What is not named here is not shown. */
export default function DocumentView({
  document,
  mentions,
}: {
  document: Writing;
  mentions: readonly Named[];
}) {
  const names = useMemo(() => new Map(mentions.map(({ id, name }) => [id, name])), [mentions]);
  return <Blocks blocks={document.content} names={names} />;
}

type Names = ReadonlyMap<string, string>;

function Blocks({ blocks, names }: { blocks: readonly Block[]; names: Names }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one document never move
    <BlockView key={index} block={block} names={names} />
  ));
}

/** Each in its own direction (UAX #9), so that none can turn another around. */
function BlockView({ block, names }: { block: Block; names: Names }) {
  const { t } = useLingui();
  switch (block.type) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines inlines={block.content} names={names} />
        </p>
      );
    case 'heading': {
      const Heading = block.attrs.level === 3 ? 'h3' : 'h2';
      return (
        <Heading dir="auto" className={styles.heading}>
          <Inlines inlines={block.content} names={names} />
        </Heading>
      );
    }
    case 'bulletList':
      return (
        <ul dir="auto" className={styles.list}>
          {items(block.content, names)}
        </ul>
      );
    case 'orderedList':
      return (
        <ol dir="auto" className={styles.list} start={block.attrs?.start}>
          {items(block.content, names)}
        </ol>
      );
    case 'taskList':
      return (
        <ul className={styles.tasks}>
          {block.content.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of one document never move
            <li key={index}>
              <input
                type="checkbox"
                disabled
                checked={item.attrs.checked}
                aria-label={item.attrs.checked ? t`Done` : t`To do`}
              />
              <div>
                <Blocks blocks={item.content} names={names} />
              </div>
            </li>
          ))}
        </ul>
      );
    case 'blockquote':
      return (
        <blockquote className={styles.quotation}>
          <Blocks blocks={block.content} names={names} />
        </blockquote>
      );
    case 'codeBlock':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with keys
        <pre className={styles.code} dir="ltr" tabIndex={0} data-language={block.attrs?.language}>
          <code>{block.content?.[0]?.text}</code>
        </pre>
      );
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with keys
        <section className={styles.wide} tabIndex={0} aria-label={t`Table`}>
          <table>
            <tbody>
              {block.content.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one document never move
                <tr key={index}>{row.content.map((cell, at) => cellView(cell, at, index, names))}</tr>
              ))}
            </tbody>
          </table>
        </section>
      );
    default:
      return null;
  }
}

function items(list: readonly { readonly content: readonly Block[] }[], names: Names): ReactNode {
  return list.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the items of one document never move
    <li key={index}>
      <Blocks blocks={item.content} names={names} />
    </li>
  ));
}

function cellView(cell: TableCell, at: number, row: number, names: Names): ReactNode {
  const content = <Blocks blocks={cell.content} names={names} />;
  return cell.type === 'tableHeader' ? (
    <th key={at} scope={row === 0 ? 'col' : 'row'}>
      {content}
    </th>
  ) : (
    <td key={at}>{content}</td>
  );
}

function Inlines({ inlines, names }: { inlines: readonly Inline[] | undefined; names: Names }) {
  const all = inlines ?? [];
  return all.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line never move
    <Fragment key={index}>
      <InlineView inline={inline} names={names} link={linkedText(all, index)} />
    </Fragment>
  ));
}

function InlineView({ inline, names, link }: { inline: Inline; names: Names; link: string }) {
  switch (inline.type) {
    case 'text':
      return marked(inline, link);
    case 'hardBreak':
      return <br />;
    case 'mention':
      return <MentionView id={inline.attrs.id} name={names.get(inline.attrs.id)} />;
    case 'topic':
      return <TopicView name={inline.attrs.name} />;
    default:
      return null;
  }
}

function MentionView({ id, name }: { id: string; name: string | undefined }) {
  if (name === undefined)
    return (
      <span className={styles.gone}>
        <Trans>somebody who left</Trans>
      </span>
    );
  return (
    <bdi>
      <Link className={styles.mention} to="/people/$employeeId" params={{ employeeId: id }}>
        @{name}
      </Link>
    </bdi>
  );
}

/** What is looked for stands in no address (decision 48). */
function TopicView({ name }: { name: string }) {
  const { asSearched } = useSearched();
  return (
    <bdi>
      <Link className={styles.topic} {...asSearched(`topic:${name}`)}>
        #{name}
      </Link>
    </bdi>
  );
}

function marked({ text, marks }: Words, link: string): ReactNode {
  return (marks ?? []).reduceRight<ReactNode>((inner, mark) => withMark(inner, mark, link), text);
}

function withMark(inner: ReactNode, mark: Mark, text: string): ReactNode {
  switch (mark.type) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'strike':
      return <s>{inner}</s>;
    case 'code':
      return <code className={styles.inline}>{inner}</code>;
    case 'link':
      return <LinkView href={mark.attrs.href} text={text} inner={inner} />;
    default:
      return inner;
  }
}

/** Words that look like one address and lead to another say where. */
function LinkView({ href, text, inner }: { href: string; text: string; inner: ReactNode }) {
  const link = shownLink(href, text);
  if (!link) return inner;
  return (
    <bdi>
      <a href={link.href} title={link.href} target="_blank" rel="noopener noreferrer nofollow">
        {inner}
      </a>
      {link.elsewhere && <span className={styles.host}> ({link.elsewhere})</span>}
    </bdi>
  );
}
