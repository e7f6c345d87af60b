import styles from './icon.module.css';

/** One stroke, 24 x 24; a picture stands beside its word wherever there is room. */
const drawings = {
  home: 'M4 11 12 4.5 20 11v8.5H4zM9.5 19.5V14h5v5.5',
  communities: 'M14 12a5 5 0 1 1-10 0 5 5 0 0 1 10 0zM20 12a5 5 0 1 1-10 0 5 5 0 0 1 10 0z',
  circle:
    'M19.5 12a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM14 10.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM8.6 15.8c.4-1.7 1.7-2.6 3.4-2.6s3 .9 3.4 2.6',
  people:
    'M12.2 8.5a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM3.5 19c.4-3.4 2.6-5.2 5.5-5.2s5.1 1.8 5.5 5.2M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17 14.2c2 .6 3.2 2.3 3.5 4.8',
  person: 'M15.6 8.2a3.6 3.6 0 1 1-7.2 0 3.6 3.6 0 0 1 7.2 0zM5 19.5c.5-4 3.2-6 7-6s6.5 2 7 6',
  settings:
    'M5 7h8M17 7h2M5 12h2M11 12h8M5 17h6M15 17h4M17 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM11 12a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM15 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  shield: 'M12 4 5 6.5v5.2c0 4 2.8 6.8 7 8.3 4.2-1.5 7-4.3 7-8.3V6.5z',
  charter: 'M6 4h12v16H6zM9 8.5h6M9 12h6M9 15.5h3.5',
  desk: 'M4 9.5h16M6 9.5V19M18 9.5V19M12 9.5V15h6M12 4.5v5',
  seat: 'M7.5 4v9M7.5 13h9M7.5 13v7M16.5 13v7M7.5 16.5h9M7.5 6.5H10',
  print: 'M7 9V4.5h10V9M7 16H4.5V9h15v7H17M7 13.5h10v6H7z',
  search: 'M16.6 10.8a5.8 5.8 0 1 1-11.6 0 5.8 5.8 0 0 1 11.6 0zM15.2 15.2l4.3 4.3',
  compose: 'm5 19 .8-3.8 9.7-9.7 3 3-9.7 9.7zM13.5 7.5l3 3',
  department: 'M5 20V8.5L12 4l7 4.5V20zM9.5 20v-5h5v5M9.5 11h5',
  organisation:
    'M5.5 4h13A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-13A1.5 1.5 0 0 1 5.5 4zM9.5 9h5a.5.5 0 0 1 .5.5v5a.5.5 0 0 1-.5.5h-5a.5.5 0 0 1-.5-.5v-5a.5.5 0 0 1 .5-.5z',
  outside: 'M10 5H5v14h5M14 8l4.5 4-4.5 4M18 12H9.5',
  useful:
    'M14.5 5.2a4.6 4.6 0 0 0-5.7 5.9l-4.3 4.3a2.2 2.2 0 0 0 3.1 3.1l4.3-4.3a4.6 4.6 0 0 0 5.9-5.7l-2.8 2.8-2.6-.6-.6-2.6z',
  valuable: 'M7.5 5h9L20 9.5l-8 10-8-10zM4 9.5h16',
  comment: 'M5 5.5h14V16h-7.5l-4 3.5V16H5z',
  more: 'M6.8 12a.8.8 0 1 1-1.6 0 .8.8 0 0 1 1.6 0zM12.8 12a.8.8 0 1 1-1.6 0 .8.8 0 0 1 1.6 0zM18.8 12a.8.8 0 1 1-1.6 0 .8.8 0 0 1 1.6 0z',
  down: 'm8 10 4 4 4-4',
  back: 'm14.5 5.5-6.5 6.5 6.5 6.5',
  close: 'm7 7 10 10M17 7 7 17',
  check: 'm5.5 12.5 4.2 4.2 8.8-9.4',
  plus: 'M12 6v12M6 12h12',
  clock: 'M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0zM12 7.5V12l3 2',
  lock: 'M6 11h12v8.5H6zM8.5 11V8.200a3.5 3.5 0 0 1 7 0V11',
  eye: 'M3.5 12c2-3.8 5-5.7 8.5-5.700s6.5 1.9 8.5 5.700c-2 3.8-5 5.7-8.5 5.700S5.5 15.8 3.5 12zM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  leave: 'M14 5h5v14h-5M10.5 8 6 12l4.5 4M6.5 12H15',
  alert: 'M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0zM12 8v4.8M12 15.8v.1',
  moon: 'M18.5 14.500A7.5 7.5 0 0 1 9.5 5.500a7.5 7.5 0 1 0 9 9z',
  device: 'M4.5 6h15v10h-15zM9 19.500h6M12 16v3.5',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg
      className={small ? styles.small : styles.icon}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}

/** The house's mark: four walls, one gate, and the yard within. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg
      className={styles.mark}
      width={size}
      height={size}
      viewBox="0 0 26 26"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M16.5 23H20a3 3 0 0 0 3-3V6a3 3 0 0 0-3-3H6a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3h3.5" />
      <rect x="9" y="9" width="8" height="8" rx="1.2" />
    </svg>
  );
}
