import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import type { Failure } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import styles from './photo.module.css';
import { KINDS, LARGEST_BYTES, sendPhoto, type Transfer } from './photo-transfer';

export interface ChoosePhotoProps {
  onClose: () => void;
  onSent: () => Promise<void>;
}

/** Choose or drop a picture, see what will be shown of it, send it. Nothing leaves the browser before "Use this picture". */
export default function ChoosePhoto({ onClose, onSent }: ChoosePhotoProps) {
  const { t } = useLingui();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const use = useRef<HTMLButtonElement>(null);
  const transfer = useRef<Transfer | null>(null);
  const [picture, setPicture] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const preview = usePreview(picture);

  useEffect(() => {
    choose.current?.focus();
    return () => transfer.current?.stop();
  }, []);
  useEffect(() => {
    if (picture) use.current?.focus();
  }, [picture]);

  const take = (file: File | undefined) => {
    if (!file || share !== null) return;
    const heavy: Failure = { code: 'photo.too_heavy', details: {} };
    setFailure(file.size > LARGEST_BYTES ? heavy : null);
    setPicture(file.size > LARGEST_BYTES ? null : file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const send = async () => {
    if (!picture) return;
    setFailure(null);
    setShare(0);
    const going = sendPhoto(picture, setShare);
    transfer.current = going;
    try {
      await going.done;
      await onSent();
    } catch (error) {
      setFailure(error);
      setShare(null);
      requestAnimationFrame(() => choose.current?.focus());
    }
  };
  const percent = Math.round((share ?? 0) * 100);

  return (
    <section
      className={styles.choice}
      aria-labelledby={id}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.preview}>
        {preview.url && !preview.broken && (
          <img
            src={preview.url}
            alt={t`How others will see you`}
            onError={preview.onBroken}
            draggable={false}
          />
        )}
      </div>
      <div className={styles.words}>
        <h3 id={id}>
          <Trans>Your photo</Trans>
        </h3>
        <p>
          {picture ? (
            <Trans>The middle of the picture is shown, as you see it here.</Trans>
          ) : (
            <Trans>Choose a picture or drop one here. The middle of it becomes a square by itself.</Trans>
          )}{' '}
          <Trans>
            Everyone who works here sees it beside your name; guests do not. Where and when it was taken is
            removed, and the file itself is not kept.
          </Trans>
        </p>
        {preview.broken && (
          <p role="status">
            <Trans>Your browser cannot show this file. It can still be tried.</Trans>
          </p>
        )}
        {failure !== null && <FailureNotice error={failure} />}
        {share !== null && (
          <div className={styles.sending}>
            <progress max={100} value={percent} aria-label={t`Sending your photo`} />
            <span>
              {percent < 100 ? <Trans>Sending, {percent} %</Trans> : <Trans>Making it ready…</Trans>}
            </span>
          </div>
        )}
        <div className={styles.buttons}>
          {picture && (
            <Button ref={use} size="xs" variant="filled" loading={share !== null} onClick={() => void send()}>
              <Trans>Use this picture</Trans>
            </Button>
          )}
          <Button ref={choose} size="xs" disabled={share !== null} onClick={() => input.current?.click()}>
            {picture ? <Trans>Choose another</Trans> : <Trans>Choose a picture</Trans>}
          </Button>
          <Button size="xs" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
        <input
          ref={input}
          hidden
          type="file"
          accept={KINDS}
          aria-label={t`Picture file`}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file chosen again is a choice as well.
            event.currentTarget.value = '';
          }}
        />
      </div>
    </section>
  );
}

/** The chosen file as an address of this page, given back to the browser when it is over. */
function usePreview(picture: File | null) {
  const [url, setUrl] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setBroken(false);
    if (!picture) return setUrl(null);
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return { url, broken, onBroken: () => setBroken(true) };
}
