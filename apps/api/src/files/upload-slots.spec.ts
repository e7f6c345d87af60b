import { UploadSlots } from './upload-slots.js';

describe('upload slots', () => {
  it('bind one person before they bind all, and come back once each', () => {
    const slots = new UploadSlots(3, 2);
    const first = slots.take('bill');
    slots.take('bill');
    expect(() => slots.take('bill')).toThrow(expect.objectContaining({ code: 'rate.limited' }));
    const carol = slots.take('carol');
    expect(() => slots.take('dora')).toThrow(expect.objectContaining({ code: 'server.unavailable' }));
    carol();
    carol();
    slots.take('dora');
    expect(() => slots.take('carol')).toThrow(expect.objectContaining({ code: 'server.unavailable' }));
    first();
    slots.take('bill');
  });
});
