import { Icon } from '@courtyard/ui';
import {
  ActionIcon,
  Button,
  createTheme,
  Drawer,
  Input,
  InputWrapper,
  Menu,
  Modal,
  NativeSelect,
  Popover,
  SegmentedControl,
  type VariantColorsResolver,
} from '@mantine/core';
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
  components: {
    Button: Button.extend({ defaultProps: { variant: 'default' }, classNames: { root: 'cy-button' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 36 } }),
    Input: Input.extend({ classNames: { input: 'cy-input', wrapper: 'cy-wrapper' } }),
    NativeSelect: NativeSelect.extend({
      defaultProps: { rightSection: createElement(Icon, { name: 'down', small: true }) },
    }),
    InputWrapper: InputWrapper.extend({
      classNames: { label: 'cy-label', description: 'cy-description', error: 'cy-error' },
    }),
    Menu: Menu.extend({
      defaultProps: { transitionProps: quick, shadow: undefined, position: 'bottom-end', offset: 4 },
      classNames: { dropdown: 'cy-menu', item: 'cy-menu-item' },
    }),
    Popover: Popover.extend({
      defaultProps: { transitionProps: quick, offset: 6 },
      classNames: { dropdown: 'cy-popover' },
    }),
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, transitionProps: quick, centered: true, shadow: 'none' },
      classNames: { content: 'cy-dialog', title: 'cy-dialog-title', overlay: 'cy-overlay' },
    }),
    Drawer: Drawer.extend({
      defaultProps: { lockScroll: false, transitionProps: quick, shadow: 'none' },
      classNames: { content: 'cy-dialog', title: 'cy-dialog-title', overlay: 'cy-overlay' },
    }),
    SegmentedControl: SegmentedControl.extend({
      classNames: { root: 'cy-choice', indicator: 'cy-choice-mark', label: 'cy-choice-label' },
    }),
  },
});
