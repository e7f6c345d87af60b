import { Icon } from '@courtyard/ui';
import { createTheme, type VariantColorsResolver } from '@mantine/core';
import { createElement } from 'react';

/** Every variant speaks in tokens: Mantine's own resolver keeps white on the accent in dark, 2.1 : 1. */
const variantColorResolver: VariantColorsResolver = ({ variant }) => {
  if (variant === 'filled')
    return {
      background: 'var(--accent)',
      hover: 'var(--accent-hover)',
      color: 'var(--on-accent)',
      border: '1px solid transparent',
    };
  if (variant === 'subtle' || variant === 'transparent')
    return {
      background: 'transparent',
      hover: 'var(--sunken)',
      color: 'var(--ink-2)',
      border: '1px solid transparent',
    };
  return {
    background: 'var(--surface)',
    hover: 'var(--sunken)',
    color: 'var(--ink)',
    border: '1px solid var(--line-2)',
  };
};

const quick = { duration: 120 };

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  respectReducedMotion: true,
  focusRing: 'never', // ours stands in page.css, one ring for everything
  cursorType: 'pointer',
  variantColorResolver,
  // Plain objects by name: `Menu.extend()` would bring every one of them into the first load.
  components: {
    Button: { defaultProps: { variant: 'default' }, classNames: { root: 'cy-button' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 36 } },
    Input: { classNames: { input: 'cy-input', wrapper: 'cy-wrapper' } },
    NativeSelect: { defaultProps: { rightSection: createElement(Icon, { name: 'down', small: true }) } },
    InputWrapper: {
      classNames: { label: 'cy-label', description: 'cy-description', error: 'cy-error' },
    },
    Menu: {
      defaultProps: { transitionProps: quick, position: 'bottom-end', offset: 4 },
      classNames: { dropdown: 'cy-menu', item: 'cy-menu-item' },
    },
    Popover: { defaultProps: { transitionProps: quick, offset: 6 }, classNames: { dropdown: 'cy-popover' } },
    Modal: {
      defaultProps: { lockScroll: false, transitionProps: quick, centered: true, shadow: 'none' },
      classNames: { content: 'cy-dialog', title: 'cy-dialog-title', overlay: 'cy-overlay' },
    },
    Drawer: {
      defaultProps: { lockScroll: false, transitionProps: quick, shadow: 'none' },
      classNames: { content: 'cy-dialog', title: 'cy-dialog-title', overlay: 'cy-overlay' },
    },
    SegmentedControl: {
      classNames: { root: 'cy-choice', indicator: 'cy-choice-mark', label: 'cy-choice-label' },
    },
  },
});
