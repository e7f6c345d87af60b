import fc from 'fast-check';
import { fromNodeId, NodeId, parseNodeId, toNodeId } from './node-id.js';

class Toy {
  @NodeId()
  id!: string;
}
class OtherToy {
  @NodeId()
  id!: string;
}

describe('an id outside', () => {
  it('of any UUID travels there and back, to its own type alone', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(parseNodeId(toNodeId(Toy, id))).toEqual({ entity: Toy, id });
        expect(fromNodeId(OtherToy, toNodeId(OtherToy, id))).toBe(id);
        expect(() => fromNodeId(Toy, toNodeId(OtherToy, id))).toThrow(
          expect.objectContaining({ code: 'not_found' }),
        );
      }),
    );
  });

  it('is nothing for any other text: one answer, and never another error', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uuid(),
      fc.constantFrom(
        'toy',
        'other_toy',
        '_',
        '__proto__',
        'constructor',
        'toString',
        '\u0000',
        '\ud800',
        'TOY',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom('_', '', '__', '-'), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parseNodeId(text);
        // One spelling for each: what is read is what would be written.
        if (parsed) expect(toNodeId(parsed.entity, parsed.id)).toBe(text);
        else expect(() => fromNodeId(Toy, text)).toThrow(expect.objectContaining({ code: 'not_found' }));
      }),
      { numRuns: 2_000 },
    );
    expect(parseNodeId(`toy_${'a'.repeat(1_000_000)}`)).toBeNull();
  });
});
