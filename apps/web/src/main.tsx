import './theme/mantine.css';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/page.css';
import './theme/controls.css';
import { ApolloProvider } from '@apollo/client/react';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './connection/client';
import { firstLanguage, speak } from './language/language';
import { router } from './router';
import { schemeKeeper } from './theme/scheme';
import { theme } from './theme/theme';

const root = document.getElementById('courtyard');
if (!root) throw new Error('index.html lost its root');

void speak(firstLanguage()).then(() =>
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        {/* The variables stand in tokens.css: MantineProvider would write them into a <style> element. */}
        <MantineProvider
          theme={theme}
          colorSchemeManager={schemeKeeper}
          defaultColorScheme="auto"
          withCssVariables={false}
          withGlobalClasses={false}
          withStaticClasses={false}
        >
          <ApolloProvider client={client}>
            <RouterProvider router={router} />
          </ApolloProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  ),
);
