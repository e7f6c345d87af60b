/**
 * Every policy and everything disclosable of the product, known to this process as to the api: the events of both name one
 * version of the law, and the columns of the views come from the same declarations.
 */
import 'reflect-metadata';
import '@courtyard/compliance';
import '@courtyard/consent';
import '@courtyard/egress';
import '@courtyard/feed';
import '@courtyard/identity';
import '@courtyard/people';
